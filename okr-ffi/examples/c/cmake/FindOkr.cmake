# Finds okr.h and libokr, and makes the target Okr::okr of them. Copy this file; Okr_ROOT names a folder of installation.
find_path(Okr_INCLUDE_DIR okr.h)
find_library(Okr_LIBRARY okr)

if(Okr_INCLUDE_DIR)
  foreach(part MAJOR MINOR PATCH)
    file(STRINGS "${Okr_INCLUDE_DIR}/okr.h" line REGEX "^#define OKR_VERSION_${part} ")
    string(REGEX REPLACE ".* " "" Okr_VERSION_${part} "${line}")
  endforeach()
  set(Okr_VERSION "${Okr_VERSION_MAJOR}.${Okr_VERSION_MINOR}.${Okr_VERSION_PATCH}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Okr REQUIRED_VARS Okr_LIBRARY Okr_INCLUDE_DIR VERSION_VAR Okr_VERSION)

if(Okr_FOUND AND NOT TARGET Okr::okr)
  add_library(Okr::okr UNKNOWN IMPORTED)
  set_target_properties(Okr::okr PROPERTIES
    IMPORTED_LOCATION "${Okr_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Okr_INCLUDE_DIR}")
  if(UNIX AND Okr_LIBRARY MATCHES "\\.a$")
    # What a static library of Rust needs of the system.
    find_package(Threads REQUIRED)
    set_property(TARGET Okr::okr PROPERTY INTERFACE_LINK_LIBRARIES Threads::Threads ${CMAKE_DL_LIBS} m)
  endif()
endif()
