# SPDX-License-Identifier: GPL-3.0-or-later
# How test programs are made: paretoscope_headers(), paretoscope_test(), and what joins several of them into one
# program where libraries are compiled several files at once, too.

# Tests' own code has nothing to hurry for. The folders that Qt tells each of them are of no use to them, and would
# give each headers of its own.
set(test_options $<$<CONFIG:Release>:-O1> -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)

# Test programs of a kind share the headers of the libraries that nearly all of them include, parsed once:
# paretoscope_headers(test HEADERS <vector> ... LINKS ...). What compiles with them must be compiled alike. They
# spare time and nothing else: each file includes what it uses, which a build without them proves.
function(paretoscope_headers name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
  if(NOT PARETOSCOPE_PRECOMPILE)
    return()
  endif()
  set(source ${CMAKE_BINARY_DIR}/precompiled/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main() { return 0; }\n")
  add_executable(paretoscope_${name}_headers ${source})
  target_link_libraries(paretoscope_${name}_headers PRIVATE ${ARG_LINKS} paretoscope_options)
  target_compile_options(paretoscope_${name}_headers PRIVATE ${test_options})
  target_precompile_headers(paretoscope_${name}_headers PRIVATE ${ARG_HEADERS})
endfunction()

# What all of them are compiled and linked with. \param program  the target
function(paretoscope_test_program program)
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
  target_include_directories(${program} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(${program} PRIVATE ${ARGN} Qt6::Test paretoscope_options)
  target_compile_definitions(${program} PRIVATE
    PARETOSCOPE_RESOURCE_DIR="${PROJECT_SOURCE_DIR}/resources"
    PARETOSCOPE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_compile_options(${program} PRIVATE ${test_options})
  if(TARGET paretoscope_${PARETOSCOPE_HEADERS}_headers)
    target_precompile_headers(${program} REUSE_FROM paretoscope_${PARETOSCOPE_HEADERS}_headers)
  endif()
endfunction()

# One test a unit: paretoscope_test(tst_front LIBS paretoscope_pareto [LABEL ui] [SOURCES ...] [STARTS program]
# [ALONE]). Its first source holds the test object and includes what moc makes of it. (AUTOMOC would compile one more
# file a program.) Tests with the same further sources share a program in such builds, but for those that are ALONE.
function(paretoscope_test name)
  cmake_parse_arguments(ARG "ALONE" "LABEL;STARTS" "SOURCES;LIBS" ${ARGN})
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES ${name}.cpp)
  endif()
  list(POP_FRONT ARG_SOURCES object)
  add_custom_command(OUTPUT ${name}.moc DEPENDS ${object} COMMENT "Meta-object of ${name}"
    COMMAND Qt6::moc ${CMAKE_AUTOMOC_MOC_OPTIONS} ${CMAKE_CURRENT_SOURCE_DIR}/${object} -o ${name}.moc)
  set(command ${name})
  if(PARETOSCOPE_UNITY AND NOT ARG_ALONE)
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}${ARG_SOURCES}" program)
    get_property(known GLOBAL PROPERTY ${program}_names)
    if(NOT known) # made when all tests of the folder are known
      cmake_language(EVAL CODE "cmake_language(DEFER CALL paretoscope_joined_program ${program})")
    endif()
    set_property(GLOBAL APPEND PROPERTY ${program}_names ${name})
    set_property(GLOBAL APPEND PROPERTY ${program}_objects ${CMAKE_CURRENT_SOURCE_DIR}/${object})
    set_property(GLOBAL PROPERTY ${program}_sources ${ARG_SOURCES})
    set_property(GLOBAL APPEND PROPERTY ${program}_libraries ${ARG_LIBS})
    set_property(GLOBAL APPEND PROPERTY ${program}_starts ${ARG_STARTS})
    set(command ${program} ${name})
  else()
    add_executable(${name} ${object} ${ARG_SOURCES} ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    paretoscope_test_program(${name} ${ARG_LIBS})
    if(ARG_STARTS)
      add_dependencies(${name} ${ARG_STARTS})
    endif()
  endif()
  add_test(NAME ${name} COMMAND ${command})
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS "${ARG_LABEL}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()

# Several tests as one program, `program tst_name [arguments of Qt Test]`, compiled a few at once.
function(paretoscope_joined_program program)
  set(at_once 9)
  foreach(part names objects sources libraries starts)
    get_property(${part} GLOBAL PROPERTY ${program}_${part})
  endforeach()
  list(REMOVE_DUPLICATES libraries)
  foreach(name IN LISTS names)
    list(APPEND meta_objects ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    string(APPEND TESTS_DECLARED "namespace ${name} { int main(int, char**); }\n")
    string(APPEND TESTS_TABLE "    {\"${name}\", ${name}::main},\n")
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/tests/joined_main.cpp.in ${program}_main.cpp @ONLY)
  add_executable(${program} ${CMAKE_CURRENT_BINARY_DIR}/${program}_main.cpp ${sources} ${meta_objects})
  paretoscope_test_program(${program} ${libraries})
  target_include_directories(${program} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_options(${program} PRIVATE -Wno-subobject-linkage) # files are included here, but by nobody else
  if(starts)
    add_dependencies(${program} ${starts})
  endif()
  while(names)
    list(SUBLIST names 0 ${at_once} some_names)
    list(SUBLIST objects 0 ${at_once} some_objects)
    list(LENGTH names left)
    set(unit ${CMAKE_CURRENT_BINARY_DIR}/${program}_${left}.cpp)
    paretoscope_test_unit(${unit} "${some_names}" "${some_objects}")
    target_sources(${program} PRIVATE ${unit})
    list(REMOVE_ITEM names ${some_names})
    list(REMOVE_ITEM objects ${some_objects})
  endwhile()
endfunction()

# A file of test files, each in a namespace of its own, its main() included. What they include has been included
# before, outside of the namespaces.
function(paretoscope_test_unit unit names objects)
  set(headers "#include <QtCore/qmetatype.h>\n#include <memory>\n")
  set(bodies "")
  foreach(name object IN ZIP_LISTS names objects)
    file(STRINGS ${object} included REGEX "^#include [^;]*$")
    list(FILTER included EXCLUDE REGEX "[.]moc\"")
    list(JOIN included "\n" included)
    string(APPEND headers "${included}\n")
    string(APPEND bodies "\nnamespace ${name} {\n#include \"${object}\"\n}\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${object}) # whose headers are listed
  endforeach()
  file(CONFIGURE OUTPUT ${unit} CONTENT "${headers}${bodies}" @ONLY)
endfunction()
