# Which requests this version answers: before 1.0 those of its own minor version, from then on those of its major one, as
# the name of the shared library has it (libokr.so.0.1, libokr.so.1); never those of a later version. Of a range it must
# lie within.
set(PACKAGE_VERSION 0.1.0)

set(PACKAGE_VERSION_COMPATIBLE FALSE)
string(REGEX MATCH "^(0\\.[0-9]+|[1-9][0-9]*)" _okr_interface "${PACKAGE_VERSION}")
string(REGEX MATCH "^(0\\.[0-9]+|[1-9][0-9]*)" _okr_wanted "${PACKAGE_FIND_VERSION}")
if(PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)
  # Too old. Of a range, this is the lower end.
elseif(PACKAGE_FIND_VERSION_RANGE)
  if(PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION_MAX
      OR (PACKAGE_FIND_VERSION_RANGE_MAX STREQUAL "INCLUDE" AND PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION_MAX))
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
  endif()
elseif(_okr_interface STREQUAL _okr_wanted)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_VERSION VERSION_EQUAL PACKAGE_FIND_VERSION)
  set(PACKAGE_VERSION_EXACT TRUE)
endif()
