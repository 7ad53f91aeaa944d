import type { RehearsalReport } from "../context.ts";

/** So many of the newest messages are listed. */
const LISTED = 20;

/** A rehearsal in lines for a terminal. */
export function describeRehearsal(report: RehearsalReport, unit: string): string {
  const { messages, alerts, threshold, proposed, coins, hours, longestStorm: storm } = report;
  const rule = `${threshold} ${unit}${proposed ? ", the least that keeps to it" : ""}`;
  return [
    `Threshold: ${rule}.`,
    `From ${minute(report.fromMs)} to ${minute(report.toMs)}, ${coins} coins, ${hours} hours.`,
    `Messages: ${messages}, alerts: ${alerts}; ${report.mostIn30Days} at most in any 30 days.`,
    `Cost: ${report.costUsd.toFixed(2)} USD at ${report.pricePerMessage} USD a message.`,
    storm === null
      ? "No storm."
      : `Longest storm: ${storm.hours} h from ${minute(storm.fromMs)}, alerts: ${storm.alerts}, ` +
        `messages: ${storm.messages}.`,
    ...report.sent.slice(-LISTED).map(({ atMs, body }) => `  ${minute(atMs)}  ${body}`),
  ].join("\n");
}

/** "2026-11-21 14:06Z". */
function minute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;
}
