/* wire_format.h - the numbers with which datagrams of each kind begin.
 *
 * As field 1, fixed32, they make the first five bytes readable: 0d and PKR1, PKP1 ...
 */
#ifndef DAEMON_WIRE_FORMAT_H
#define DAEMON_WIRE_FORMAT_H

#include <stdint.h>

#define WIRE_FORMAT_REPORTS UINT32_C(0x31524B50) /* PKR1: Datagram */
#define WIRE_FORMAT_PICTURE UINT32_C(0x31504B50) /* PKP1 */
#define WIRE_FORMAT_SEALED  UINT32_C(0x31534B50) /* PKS1 */
#define WIRE_FORMAT_BEAT    UINT32_C(0x31424B50) /* PKB1 */
#define WIRE_FORMAT_CONTROL UINT32_C(0x31434B50) /* PKC1 */
#define WIRE_FORMAT_REPLY   UINT32_C(0x31414B50) /* PKA1 */

#endif
