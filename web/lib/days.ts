/** The first or last moment of a day `2026-11-21`, as the server takes it; undefined for no day. */
export function edgeOfDay(day: string, edge: "start" | "end"): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return undefined;
  return `${day}T${edge === "start" ? "00:00:00.000" : "23:59:59.999"}Z`;
}
