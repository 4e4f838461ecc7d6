// SPDX-FileCopyrightText: 2026 The Limen authors
// SPDX-License-Identifier: BSD-3-Clause
#include "evaluation/report_style.h"

#include <fmt/format.h>

#include "evaluation/series_style.h"

namespace limen {

namespace {

std::string seriesVariables(const std::array<const char*, seriesOnLight.size()>& colours) {
    std::string text;
    for (std::size_t i = 0; i < colours.size(); ++i)
        text += fmt::format(" --s{}: {};", i + 1, colours[i]);
    return text;
}

// No "<" or "&": the page is well-formed XML as well.
constexpr const char* rules = R"(
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0 auto; max-width: 1160px; padding: 40px 32px 64px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 21px; margin: 48px 0 12px; padding-top: 12px; border-top: 2px solid var(--ink); }
h4 { font-size: 14px; margin: 4px 0 8px; }
.caption { color: var(--muted); font-size: 13.5px; } .caption b { color: var(--ink); }
h3 { font-size: 16px; margin: 28px 0 8px; }
p { max-width: 78ch; margin: 8px 0; }
.lead { color: var(--muted); margin-top: 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0 8px; }
.tile { flex: 1 1 180px; background: var(--panel); padding: 12px 16px; border-radius: 4px; }
.tile b { display: block; font-size: 25px; line-height: 1.2; font-weight: 600; }
.tile span { color: var(--muted); font-size: 13px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 20px; margin: 12px 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.swatch { display: inline-block; width: 12px; height: 12px; border-radius: 2px; vertical-align: -1px;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.hash { font: 12px/1.6 'DejaVu Sans Mono', 'Liberation Mono', Consolas, monospace; }
figure { margin: 20px 0; }
figcaption { color: var(--muted); font-size: 13.5px; max-width: 92ch; margin-top: 8px; }
figcaption b { color: var(--ink); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(480px, 1fr)); gap: 8px 36px; }
.charts figure { margin: 8px 0; }
.rows { display: grid; grid-template-columns: minmax(120px, 220px) minmax(0, 1fr); gap: 0 16px;
  margin-bottom: 12px; } .rows .name { color: var(--muted); font-size: 13px; padding-top: 6px;
  overflow-wrap: anywhere; } .rows .name b { color: var(--ink); }
figure svg { display: block; max-width: 100%; height: auto; } figure svg svg { max-width: none; }
.sheet { display: block; max-width: 100%; height: auto; }
.printed { display: block; max-width: 100%; height: auto; background: #ffffff; padding: 8px; border-radius: 4px; }
.wide { overflow-x: auto; } .wide td { white-space: nowrap; } .origin, .caption code, figcaption code { font-size: 12px; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-size: 13.5px; margin: 12px 0; }
th { text-align: right; font-weight: 600; border-bottom: 1.5px solid var(--ink); padding: 3px 14px 3px 0;
  vertical-align: bottom; }
td { text-align: right; padding: 2px 14px 2px 0; border-bottom: 1px solid var(--grid); }
th.text, td.text { text-align: left; }
caption { text-align: left; color: var(--muted); padding-bottom: 6px; font-size: 13.5px; }
caption b { color: var(--ink); }
.halves { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 64px; } .halves table { margin-top: 0; }
tr.jnd td { background: var(--panel); }
.faces { display: grid; grid-template-columns: repeat(auto-fit, minmax(480px, 1fr)); gap: 8px 36px; }
.face { margin: 0 0 16px; break-inside: avoid; }
.face .row { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
.face .four { grid-template-columns: repeat(4, 1fr); }
.face img { width: 100%; height: auto; display: block; }
.face .residual { image-rendering: pixelated; }
.face .heads { color: var(--muted); font-size: 12.5px; }
.face .numbers { font-size: 13.5px; margin-top: 4px; }
.note { background: var(--panel); border-left: 4px solid var(--s2); padding: 10px 16px; margin: 16px 0;
  max-width: none; }
pre { background: var(--panel); padding: 12px 16px; border-radius: 4px; overflow-x: auto;
  font: 12.5px/1.6 'DejaVu Sans Mono', 'Liberation Mono', Consolas, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; }
footer { margin-top: 48px; color: var(--muted); font-size: 13px; }
@media (max-width: 620px) { .charts, .faces, .rows { grid-template-columns: minmax(0, 1fr); }
  body { padding: 20px 14px; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 6px; } }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; margin-top: 24px; } h3, caption { break-after: avoid; }
  figure, .tile, tr { break-inside: avoid; } figure:has(.faces) { break-inside: auto; }
  .tiles { flex-wrap: nowrap; } .tile { flex-basis: 0; } .tile b { font-size: 20px; }
  .face .numbers, figcaption, td, th { font-size: 9pt; }
  .charts, .faces { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 4px 20px; }
  .rows { grid-template-columns: 36mm minmax(0, 1fr); } .rows .name { font-size: 8.5pt; line-height: 1.3; }
  .tile, pre, .note, tr.jnd td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 16mm 14mm; }
}
)";

}  // namespace

std::string reportStyle() {
    return "\n:root { --paper: #ffffff; --ink: #1b1b1b; --muted: #5a5a5a; --grid: #e4e4e4; --panel: "
           "#f6f6f4;" +
           seriesVariables(seriesOnLight) +
           " }\n@media screen and (prefers-color-scheme: dark) {\n  :root { --paper: #16181b; --ink: "
           "#e8e6e3; "
           "--muted: #a2a09c; --grid: #34373c; --panel: #1f2226;" +
           seriesVariables(seriesOnDark) + " }\n}" + rules;
}

}  // namespace limen
