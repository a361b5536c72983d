# find_package(okr 0.1 REQUIRED) finds this file in share/cmake/okr of an installation, and makes of what stands beside it
#
#   okr::okr         the library: the shared one, or the static one where that alone is installed
#   okr::okr_static  the static one, where it is installed
#
# CMAKE_PREFIX_PATH or okr_ROOT names the folder of the installation, where that is none of the system's.
get_filename_component(_okr_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

# Looked for each time, and there alone: header and library of one installation, and not of the one before.
foreach(_okr_part include library archive)
  unset(_okr_${_okr_part} CACHE)
endforeach()
set(_okr_here PATHS "${_okr_prefix}" NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH PATH_SUFFIXES)
find_path(_okr_include NAMES okr.h ${_okr_here} include)
list(APPEND _okr_here lib lib64 "lib/${CMAKE_LIBRARY_ARCHITECTURE}")
find_library(_okr_library NAMES okr ${_okr_here})
find_library(_okr_archive NAMES "${CMAKE_STATIC_LIBRARY_PREFIX}okr${CMAKE_STATIC_LIBRARY_SUFFIX}" ${_okr_here})
mark_as_advanced(_okr_include _okr_library _okr_archive)

if(NOT _okr_include OR NOT _okr_library)
  set(okr_FOUND FALSE)
  set(okr_NOT_FOUND_MESSAGE "okr.h and libokr are not both in include and lib of ${_okr_prefix}")
  return()
endif()

# A target of a library.
function(_okr_add name file)
  if(TARGET ${name})
    return()
  endif()
  add_library(${name} UNKNOWN IMPORTED)
  set_target_properties(${name} PROPERTIES
    IMPORTED_LOCATION "${file}" INTERFACE_INCLUDE_DIRECTORIES "${_okr_include}")
  if(UNIX AND file STREQUAL _okr_archive)
    # What Rust needs of the system.
    set_property(TARGET ${name} PROPERTY INTERFACE_LINK_LIBRARIES pthread ${CMAKE_DL_LIBS} m)
  endif()
endfunction()

_okr_add(okr::okr "${_okr_library}")
if(_okr_archive)
  _okr_add(okr::okr_static "${_okr_archive}")
endif()
