import type { App } from "../context.ts";
import { gauge, type Reading } from "./instruments.ts";
import { readJobs } from "./job_readings.ts";
import { readProcess } from "./process_readings.ts";
import { readService } from "./service_readings.ts";
import { readTraffic } from "./traffic_readings.ts";
import { writeExposition } from "./write_exposition.ts";

/**
 * Everything there is to measure, as Prometheus reads it. Without a database it is what the process
 * itself knows, and `crypto_ai_database_up` is 0.
 */
export async function readMetrics(app: App): Promise<string> {
  const [process, shared] = await Promise.all([readProcess(app), readShared(app)]);
  const own = app.metrics.instruments.map((instrument) => instrument.read());
  return writeExposition([...process, ...own, ...shared]);
}

async function readShared(app: App): Promise<Reading[]> {
  const isUp = (up: boolean, readSeconds: number | null) => [
    gauge(
      "crypto_ai_database_up",
      "1 where the database answered in two seconds, when it was last asked.",
      Number(up),
    ),
    gauge(
      "crypto_ai_database_facts_read_seconds",
      "How long the database was asked for what it tells here, the last time that it was.",
      readSeconds,
    ),
  ];
  try {
    const facts = await app.operations();
    const nowMs = app.now();
    return [
      ...isUp(true, facts.readSeconds),
      ...readJobs(facts, nowMs),
      ...readService(facts, nowMs),
      ...readTraffic(facts),
    ];
  } catch (error) {
    app.log.warn("The figures of the database could not be read.", { error: String(error) });
    return isUp(false, null);
  }
}
