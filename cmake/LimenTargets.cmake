# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# What every target of Limen shares: warnings, sanitizers, compiler cache.

find_program(LIMEN_CCACHE ccache)
if(LIMEN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # pch_defines,time_macros: ccache cannot hash a precompiled header without them.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${LIMEN_CCACHE})
endif()

add_library(limen_options INTERFACE)
target_compile_options(limen_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual)
if(LIMEN_WERROR)
  target_compile_options(limen_options INTERFACE -Werror)
endif()
if(LIMEN_SANITIZE)
  add_compile_options(-fsanitize=${LIMEN_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIMEN_SANITIZE})
  if(LIMEN_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  # Instrumented code hides initialisations from GCC 12, which then blames its own <regex> (GCC bug 105562).
  target_compile_options(limen_options INTERFACE -Wno-maybe-uninitialized)
endif()

# Headers are included by room: "base/error.h", "codecs/codec.h", "models/models_api.h".
target_include_directories(limen_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/core)
