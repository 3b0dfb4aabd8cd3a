# -DPICKET_FAULT=NAME: everything is built from a copy of one source with that fault in it, and the
# programs say so in their version.
set(FAULT_COPY ${CMAKE_BINARY_DIR}/fault.c)
file(GLOB FAULT_TABLES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/faults/*.txt)
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tests/faults/table.py ${PICKET_FAULT} ${FAULT_COPY}
  OUTPUT_VARIABLE FAULT_SOURCE OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(FAULT_SOURCE ${CMAKE_SOURCE_DIR}/${FAULT_SOURCE})
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${FAULT_TABLES} ${FAULT_SOURCE})
string(APPEND PROJECT_VERSION "+fault.${PICKET_FAULT}")
message(WARNING "This build has a fault in it on purpose: ${PICKET_FAULT}, in ${FAULT_SOURCE}.")

# Once all targets are there, the one that has the source gets the copy. -w: what a fault leaves unused
# is no fault of ours.
function(fault_inject)
  foreach(target fusion shell toolbox picketd picket)
    get_target_property(sources ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    foreach(source ${sources})
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder} OUTPUT_VARIABLE path)
      if(path STREQUAL FAULT_SOURCE)
        list(TRANSFORM sources REPLACE "^${source}$" ${FAULT_COPY})
        set_property(TARGET ${target} PROPERTY SOURCES ${sources})
        set_source_files_properties(${FAULT_COPY} TARGET_DIRECTORY ${target} PROPERTIES COMPILE_OPTIONS -w)
        return()
      endif()
    endforeach()
  endforeach()
  message(FATAL_ERROR "no target is built from ${FAULT_SOURCE}")
endfunction()
cmake_language(DEFER CALL fault_inject)
