import type { OperationExamples } from "../openapi_example.ts";

const QUIET = { from: "22:00", to: "07:00", time_zone: "Europe/Berlin", policy: "delay" };

const RULE = {
  id: 12,
  is_default: false,
  kind: "move",
  threshold: 5,
  unit: "percent",
  spans: [1, 4],
  coins: ["BTC"],
  quiet: QUIET,
  channel: "message",
  enabled: true,
  destination_hint: "…67",
  created_at: "2026-11-21T12:00:00.000Z",
  updated_at: "2026-11-21T12:00:00.000Z",
};

const ALERT = {
  id: 301,
  rule_id: 12,
  is_default: false,
  kind: "move",
  symbol: "BTC",
  at: "2026-11-21T12:00:00.000Z",
  price: 60928,
  from_price: 68000,
  change_percent: -10.4,
  span_hours: 1,
  threshold: 5,
  unit: "percent",
  text: "BTC fell 10.4 % in 1 h, from 68,000 to 60,928 (21 Nov 12:00 UTC).",
  status: "open",
  message: {
    id: 88,
    status: "sent",
    refusal: null,
    next_attempt_at: null,
    settled_at: "2026-11-21T12:06:02.000Z",
  },
};

const MESSAGE = {
  id: 88,
  alerts: 1,
  body: ALERT.text,
  destination_hint: "…67",
  is_test: false,
  status: "sent",
  attempts: 1,
  refusal: null,
  next_attempt_at: null,
  expires_at: "2026-11-21T18:06:00.000Z",
  created_at: "2026-11-21T12:06:00.000Z",
  settled_at: "2026-11-21T12:06:02.000Z",
};

export const alertExamples: OperationExamples = {
  "alerts.rules": {
    output: { rules: [RULE], alerts_enabled: true, cooldown_hours: 4, provider: "console" },
    errors: ["FORBIDDEN"],
  },
  "alerts.createRule": {
    input: {
      kind: "move",
      threshold: 5,
      spans: [1, 4],
      coins: ["BTC"],
      quiet: QUIET,
      channel: "message",
      destination: "+491701234567",
    },
    output: RULE,
    errors: ["FORBIDDEN", "CONFLICT"],
  },
  "alerts.updateRule": {
    input: { rule_id: 12, threshold: 5 },
    output: RULE,
    errors: ["FORBIDDEN", "NOT_FOUND", "INVALID_STATE"],
  },
  "alerts.removeRule": {
    input: { rule_id: 12 },
    output: { success: true },
    errors: ["FORBIDDEN", "NOT_FOUND", "INVALID_STATE"],
  },
  "alerts.test": {
    input: { rule_id: 12 },
    output: {
      message: {
        ...MESSAGE,
        id: 89,
        alerts: 0,
        body: "Test: alerts arrive here (2026-11-21 12:00 UTC).",
        is_test: true,
        status: "pending",
        attempts: 0,
        next_attempt_at: "2026-11-21T12:00:00.000Z",
        expires_at: "2026-11-21T12:10:00.000Z",
        created_at: "2026-11-21T12:00:00.000Z",
        settled_at: null,
      },
    },
    errors: ["FORBIDDEN", "NOT_FOUND", "INVALID_STATE"],
  },
  "alerts.delivery": {
    output: {
      provider: "webhook",
      webhook: { host: "hooks.example.com", secret: "ab".repeat(32) },
      destination_hint: "…67",
      topic: false,
    },
  },
  "alerts.list": {
    input: { limit: 50 },
    output: { alerts: [ALERT], next: null },
    errors: ["FORBIDDEN"],
  },
  "alerts.messages": {
    input: { limit: 50 },
    output: { messages: [MESSAGE], next: null },
    errors: ["FORBIDDEN"],
  },
  "alerts.acknowledge": {
    input: { alert_id: 301 },
    output: { ...ALERT, status: "acknowledged" },
    errors: ["FORBIDDEN", "NOT_FOUND"],
  },
  "alerts.mute": {
    input: { alert_id: 301, hours: 24 },
    output: { ...ALERT, status: "muted" },
    errors: ["FORBIDDEN", "NOT_FOUND"],
  },
  "alerts.rehearse": {
    input: { most_per_month: 3, spans: [1, 4, 24], from: "2026-08-23", to: "2026-11-21" },
    output: {
      threshold: 14.2,
      unit: "percent",
      proposed: true,
      from: "2026-08-23T00:00:00.000Z",
      to: "2026-11-21T00:00:00.000Z",
      coins: 20,
      hours: 2160,
      alerts: 9,
      messages: 5,
      most_in_30_days: 3,
      cost_usd: 0.25,
      price_per_message: 0.05,
      longest_storm: {
        from: "2026-10-10T20:00:00.000Z",
        to: "2026-10-10T22:00:00.000Z",
        hours: 3,
        alerts: 5,
        messages: 2,
      },
      sent: [{
        at: "2026-10-10T20:06:00.000Z",
        alerts: 1,
        body: "BTC fell 14.4 % in 4 h, from 121,000 to 103,576 (10 Oct 20:00 UTC).",
      }],
      simulated: false,
    },
    errors: ["UNPROCESSABLE"],
  },
  "alerts.live": { output: { enabled: false } },
  "alerts.setLive": { input: { enabled: true }, output: { enabled: true } },
};
