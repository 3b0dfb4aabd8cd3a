/* area.h - named places: how far inside or outside their edge a point is.
 *
 * Areas are drawn on a sphere of 6,371,008.8 m (the mean radius of GRS 80; Moritz 2000) with
 * geodetic latitude and longitude as they are. Edges of a polygon are great circles, the short way,
 * and its inside is the smaller part, so poles and the 180th meridian are nothing special. A box
 * runs along parallels, from west eastward to east.
 */
#ifndef FUSION_RELEASE_AREA_H
#define FUSION_RELEASE_AREA_H

#include "release/book.h"

#define AREA_SPHERE 6371008.8 /* m */

/* A point within this of an edge is outside for a permission and inside for a prohibition. */
#define AREA_EDGE 1.0 /* m */

/* The unit vector of a place (rad) on the sphere of areas. */
void area_unit(double lat, double lon, double unit[3]);

/* Distance to the edge in metres: positive inside, negative outside. Heights are not asked.
 *
 * The side of a polygon's edge follows from the nearest part of it: the way to the nearest point
 * of the edge crosses no other part, so beside an edge it is the edge's own side, and at a corner
 * the outside of a corner that bends towards the point's side. */
double area_margin(const book_area *area, double lat, double lon);

/* The same of an area asked about often, at a place whose unit vector is known: what does not
 * depend on the place is worked out once. */
typedef struct area_edge {
    const book_area *area;
    double points[4][3]; /* of a circle its centre; of a box south-west, north-west, north-east,
                          * south-east */
    double width;        /* of a box, rad eastward */
    double centre[3],
        around; /* it lies within that angle of the centre, rad; 4: it may be anywhere */
} area_edge;
area_edge area_edge_of(const book_area *area);

/* Whether a place is outside, and further than that from the edge (m, more than 0), by the circle
 * round the area alone: a tenth of the work. false: it may be so all the same. */
bool area_edge_far(const area_edge *edge, const double unit[3], double beyond);

/* The same as area_margin(); unit is that of the place. */
double area_edge_margin(const area_edge *edge, double lat, double lon, const double unit[3]);

/* Sets left_inside of a polygon from its corners: the smaller part is the inside. */
void area_orient(book_area *polygon);

/* Do edges i and j (from corner i to the next) of the polygon cross or touch? Neighbours do not
 * count. */
bool area_edges_cross(const book_area *polygon, size_t i, size_t j);

/* Width of an area in degrees of longitude, and whether it holds the 180th meridian: what a person
 * is told to check. false: it holds a pole, and has no width. */
bool area_width(const book_area *area, double *width_deg, bool *crosses_180);

#endif
