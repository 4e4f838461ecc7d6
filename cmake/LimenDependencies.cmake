# SPDX-FileCopyrightText: 2026 The Limen authors
# SPDX-License-Identifier: BSD-3-Clause
# Third-party libraries, each with what it is for. packaging/install-deps.sh installs them on Debian.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)             # text formatting (GCC 12 has no std::format)
find_package(nlohmann_json REQUIRED)   # results, cards, configurations
find_package(OpenSSL REQUIRED COMPONENTS Crypto)  # SHA-256
find_package(SQLiteCpp REQUIRED)       # the study
find_package(CLI11 REQUIRED)           # the command line
# Components by name: the whole of OpenCV would pull Qt 5 and VTK into the process.
find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc imgcodecs objdetect dnn)
find_package(JPEG REQUIRED)            # damaged JPEG files, which OpenCV accepts
find_package(PNG REQUIRED)             # figures as PNG that say what they are of
find_package(Torch REQUIRED)           # networks
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBAV REQUIRED IMPORTED_TARGET libavcodec>=59 libavutil>=57)  # HEVC and AV1
pkg_check_modules(RSVG REQUIRED librsvg-2.0>=2.54 cairo-pdf)  # figures as PDF and PNG, from SVG

if(LIMEN_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg PrintSupport)  # PrintSupport: QCustomPlot asks for it
  find_package(QCustomPlotQt6 REQUIRED)
endif()
if(LIMEN_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
endif()
