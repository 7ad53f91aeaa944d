"""CPU milliseconds of one PyTorch training step, as JSON: the peer of tests/bench/training.ts.

Arguments: cell (LSTM or GRU), layers, units, hours, batch, features, outputs, steps. One thread.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn


class Forecaster(nn.Module):
    def __init__(self, cell, layers, units, features, outputs):
        super().__init__()
        recurrent = nn.LSTM if cell == "LSTM" else nn.GRU
        dropout = 0.2 if layers > 1 else 0.0
        self.recurrent = recurrent(
            features, units, num_layers=layers, batch_first=True, dropout=dropout
        )
        self.dropout = nn.Dropout(0.2)
        self.dense = nn.Linear(units, outputs)

    def forward(self, x):
        hidden, _ = self.recurrent(x)
        return self.dense(self.dropout(hidden[:, -1]))


def step(model, optimizer, x, y):
    optimizer.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def main():
    cell = sys.argv[1]
    layers, units, hours, batch, features, outputs, steps = map(int, sys.argv[2:9])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model = Forecaster(cell, layers, units, features, outputs)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    x = torch.randn(batch, hours, features)
    y = torch.randn(batch, outputs) * 0.1
    times = []
    for _ in range(steps + 1):
        start = time.process_time()
        step(model, optimizer, x, y)
        times.append((time.process_time() - start) * 1000)
    print(json.dumps({"median_ms": statistics.median(times[1:]), "version": torch.__version__}))


main()
