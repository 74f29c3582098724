#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# An example of an evaluator, no model of a real machine: the roofline of one convolution (3x3, 256 channels in and
# out, 14x14 pixels, 8 bits). A read or written byte of DRAM costs 100 pJ, a multiplication 0.2 pJ: round numbers.
import json, sys

for line in sys.stdin:
    p = json.loads(line)["parameters"]
    tile_bytes = 9 * 256 * p["channels_at_once"]  # weights that stay while all pixels pass
    macs, pixels_bytes = 9 * 256 * 256 * 14 * 14, 256 * 14 * 14
    traffic_bytes = 9 * 256 * 256 + pixels_bytes * (256 // p["channels_at_once"] + 1)
    answer = {"metrics": {
        "latency": max(macs / (p["macs_per_cycle"] * 1e9), traffic_bytes / p["bandwidth"]),
        "energy": macs * 0.2e-12 * (1 + p["buffer"] / 2**20) + traffic_bytes * 100e-12,
        "area": p["macs_per_cycle"] * 4e-4 + p["buffer"] * 2e-6 + p["bandwidth"] * 1e-11}}
    if tile_bytes > p["buffer"]:
        answer = {"infeasible": "weights do not fit the buffer", "violation": tile_bytes / p["buffer"] - 1}
    print(json.dumps(answer), flush=True)
