# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of ours shares: the language level, the include root, the warnings, the sanitizers.

add_library(paretoscope_options INTERFACE)
target_compile_features(paretoscope_options INTERFACE cxx_std_20)
target_include_directories(paretoscope_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(paretoscope_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${PARETOSCOPE_WERROR}>:-Werror>)
if(PARETOSCOPE_SANITIZE)
  target_compile_options(paretoscope_options INTERFACE
    -fsanitize=${PARETOSCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(paretoscope_options INTERFACE -fsanitize=${PARETOSCOPE_SANITIZE})
endif()

# One static library a folder: paretoscope_library(space SOURCES a.cpp LINKS paretoscope_base).
# The arrows between folders are the LINKS; a forbidden include does not link.
function(paretoscope_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_SOURCES)
    add_library(paretoscope_${name} INTERFACE)
    target_link_libraries(paretoscope_${name} INTERFACE ${ARG_LINKS})
    return()
  endif()
  add_library(paretoscope_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(paretoscope_${name} PUBLIC ${ARG_LINKS} PRIVATE paretoscope_options)
  target_include_directories(paretoscope_${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# One test program a unit: paretoscope_test(tst_front LIBS paretoscope_pareto [LABEL ui] [SOURCES ...]).
function(paretoscope_test name)
  cmake_parse_arguments(ARG "" "LABEL" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cpp)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} Qt6::Test paretoscope_options)
  target_compile_definitions(${name} PRIVATE
    PARETOSCOPE_RESOURCE_DIR="${PROJECT_SOURCE_DIR}/resources"
    PARETOSCOPE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS "${ARG_LABEL}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
