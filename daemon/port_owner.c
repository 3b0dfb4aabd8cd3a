#include "daemon/port_owner.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The inode of the socket that has the port; 0: none. */
static unsigned long inode_of(uint16_t port)
{
    FILE *table = fopen("/proc/net/udp", "r");
    char line[512];
    unsigned long found = 0;
    while (table && !found && fgets(line, sizeof line, table)) {
        unsigned local = 0;
        unsigned long inode = 0;
        /* sl local remote state tx:rx tr:when retransmits uid timeout inode */
        if (sscanf(line, " %*d: %*x:%x %*x:%*x %*x %*x:%*x %*x:%*x %*x %*d %*d %lu", &local,
                   &inode) == 2 &&
            local == port)
            found = inode;
    }
    if (table)
        fclose(table);
    return found;
}

static bool has_socket(const char *process, const char *wanted)
{
    char path[300], target[64];
    snprintf(path, sizeof path, "/proc/%.32s/fd", process);
    DIR *folder = opendir(path);
    bool found = false;
    for (struct dirent *each; folder && !found && (each = readdir(folder));) {
        snprintf(path, sizeof path, "/proc/%.32s/fd/%.200s", process, each->d_name);
        const ssize_t length = readlink(path, target, sizeof target - 1);
        target[length > 0 ? length : 0] = '\0';
        found = strcmp(target, wanted) == 0;
    }
    if (folder)
        closedir(folder);
    return found;
}

static void name_read(const char *process, char name[64])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%.32s/comm", process);
    FILE *stream = fopen(path, "r");
    if (!stream || !fgets(name, 64, stream))
        strcpy(name, "another program");
    name[strcspn(name, "\n")] = '\0';
    if (stream)
        fclose(stream);
}

bool port_owner_find(uint16_t port, port_owner *owner)
{
    const unsigned long inode = inode_of(port);
    char wanted[64];
    snprintf(wanted, sizeof wanted, "socket:[%lu]", inode);
    DIR *all = inode ? opendir("/proc") : NULL;
    bool found = false;
    for (struct dirent *each; all && !found && (each = readdir(all));) {
        if (!isdigit((unsigned char)each->d_name[0]) || !has_socket(each->d_name, wanted))
            continue;
        found = true;
        owner->process = strtol(each->d_name, NULL, 10);
        name_read(each->d_name, owner->name);
    }
    if (all)
        closedir(all);
    return found;
}
