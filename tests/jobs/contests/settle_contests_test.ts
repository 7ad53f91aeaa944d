import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  dueContestRounds,
  LedgerRefusal,
  readContestRounds,
  readContestStakes,
  readHistory,
  readPersonStakes,
  SecondStakeError,
} from "../../../db/mod.ts";
import { settleContests } from "../../../jobs/settle_contests.ts";
import {
  around,
  assertConserved,
  balances,
  CLOSES_MS,
  contestWorld,
  HOUR_MS,
  TARGET_MS,
  up,
} from "./contest_world.ts";

const DAY_MS = 24 * HOUR_MS;

Deno.test("a stake leaves what is available, and comes back with its share when the hour is over", async () => {
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("100", "ann", "bob");
  assert(await world.place("ann", "10", up(0.8)));
  assert(await world.place("bob", "30", up(0.4)));
  assertEquals(await balances(db), {
    ann: ["90.00000000", "10.00000000"],
    bob: ["70.00000000", "30.00000000"],
  });
  await assertConserved(db);
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  clock.nowMs = TARGET_MS - 1;
  assertEquals(await settleContests(world.context), { settled: 0, voided: 0, waiting: 0 });
  clock.nowMs = TARGET_MS + 5 * 60_000;
  assertEquals(await settleContests(world.context), { settled: 1, voided: 0, waiting: 0 });
  assertEquals(await balances(db), {
    ann: ["102.40000000", "0.00000000"],
    bob: ["97.60000000", "0.00000000"],
  });
  await assertConserved(db);
  const [state] = await readContestRounds(db, { limit: 1 });
  const { outcome, referencePrice, actualPrice, actualSource, crowdScore } = state!.settlement!;
  assertEquals([outcome, referencePrice, actualPrice], ["settled", 100, 101]);
  assertEquals([actualSource, crowdScore], ["https://exchange.example", 0.75]);
  assertEquals(await settleContests(world.context), { settled: 0, voided: 0, waiting: 0 });
});

Deno.test("stakes of 25 digits are settled to the last unit", async () => {
  await using world = await contestWorld(undefined, "999999999999999999");
  const { db, clock } = world;
  await world.mint("300000000000000000.00000003", "ann", "bob", "cy");
  assert(await world.place("ann", "12345678901234567.00000001", up(0.9)));
  assert(await world.place("bob", "99999999999999999.99999999", up(0.3)));
  assert(await world.place("cy", "0.00000001", up(0.6)));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  clock.nowMs = TARGET_MS + 5 * 60_000;
  assertEquals((await settleContests(world.context)).settled, 1);
  const [held] = await db.sql<{ people: string; behind: string; supply: string }>(
    `select sum(balance) filter (where kind = 'available')::text as people,
       sum(balance) filter (where kind = 'forecast_stake')::text as behind,
       sum(balance)::text as supply from ledger_accounts`,
  );
  assertEquals(held, {
    people: "900000000000000000.00000009",
    behind: "0.00000000",
    supply: "999999999999999999.00000000",
  });
});

Deno.test("each payout stands in its person's history", async () => {
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("100", "ann", "bob", "cat");
  await world.place("ann", "10", up(0));
  await world.place("bob", "10", up(1));
  await world.place("cat", "20", up(1));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  clock.nowMs = TARGET_MS;
  await settleContests(world.context);
  const shown = async (userId: string) =>
    (await readHistory(db, { userId, limit: 10 })).map(({ type, amount }) => `${type} ${amount}`);
  assertEquals(await shown("ann"), [
    "forecast_settlement 2.5",
    "forecast_stake 10",
    "mint 100",
  ]);
  assertEquals(await shown("bob"), [
    "forecast_settlement 12.5",
    "forecast_stake 10",
    "mint 100",
  ]);
  assertEquals((await balances(db))["cat"], ["105.00000000", "0.00000000"]);
  const [mine] = await readPersonStakes(db, { userId: "bob", limit: 5 });
  const [newest] = await readHistory(db, { userId: "bob", limit: 1 });
  assertEquals(mine!.stake.settlementId, newest!.id);
  await assertConserved(db);
});

Deno.test("whoever loses everything is told whom it went to", async () => {
  await using world = await contestWorld();
  await world.mint("0.00000001", "ann", "bob", "cat");
  await world.place("ann", "0.00000001", up(1));
  await world.place("bob", "0.00000001", up(0));
  await world.place("cat", "0.00000001", up(0));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  world.clock.nowMs = TARGET_MS;
  await settleContests(world.context);
  const held = await balances(world.db);
  assertEquals(held["ann"], ["0.00000002", "0.00000000"]);
  assertEquals(held["cat"], ["0.00000000", "0.00000000"]);
  const [lost] = await readHistory(world.db, { userId: "cat", limit: 1 });
  assertEquals([lost!.fromUser, lost!.toUser, lost!.amount], ["cat", "ann", "0.00000001"]);
  await assertConserved(world.db);
});

Deno.test("one stake for a person in a round, and none above what there is", async () => {
  await using world = await contestWorld();
  const { db } = world;
  await world.mint("100", "ann");
  assert(await world.place("ann", "10", up(0.8)));
  await assertRejects(() => world.place("ann", "10", up(0.2)), SecondStakeError);
  assert(await world.place("ann", "10", around(100)), "the other kind is another round");
  const refusal = await assertRejects(() => world.place("bob", "1", up(0.5)), LedgerRefusal);
  assertEquals(refusal.code, "USER_NOT_FOUND");
  world.clock.nowMs += HOUR_MS;
  const tooMuch = await assertRejects(() => world.place("ann", "80.00000001", up(0.5)));
  assertEquals((tooMuch as LedgerRefusal).code, "INSUFFICIENT_FUNDS");
  assertEquals(await balances(db), { ann: ["80.00000000", "20.00000000"] });
  assertEquals((await readContestRounds(db, { limit: 9 })).length, 2, "no round without a stake");
  await assertConserved(db);
});

Deno.test("twenty at once by one person make one stake", async () => {
  await using world = await contestWorld();
  await world.mint("100", "ann");
  const tries = Array.from({ length: 20 }, () => world.place("ann", "5", up(0.7)));
  const placed = (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled");
  assertEquals(placed.length, 1);
  assertEquals(await balances(world.db), { ann: ["95.00000000", "5.00000000"] });
  await assertConserved(world.db);
});

Deno.test("what was staked stays as it is, and nothing enters a round that is closed", async () => {
  await using world = await contestWorld();
  const { db } = world;
  await world.mint("100", "ann", "bob");
  const placed = await world.place("ann", "10", up(0.8));
  const change = "update contest_stakes set probability_up = 0.1";
  await assertRejects(() => db.sql(change), Error, "sealed");
  await assertRejects(() => db.sql("delete from contest_rounds"), Error, "sealed");
  await assertRejects(() => db.sql("truncate contest_payouts"), Error, "sealed");
  const late = `insert into contest_stakes (round_id, user_id, amount, probability_up,
    transaction_id, made_at) values ($1, 'bob', 1, 1, gen_random_uuid(), $2::timestamptz)`;
  const at = new Date(CLOSES_MS).toISOString();
  await assertRejects(
    () => db.sql(late, [placed.state.round.id, at]),
    Error,
    "takes no such stake",
  );
});

Deno.test("a provisional candle settles nothing, and a price that never comes gives all back", async () => {
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("100", "ann", "bob");
  await world.place("ann", "10", up(0.8));
  await world.place("bob", "30", up(0.4));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101, { isClosed: false });
  clock.nowMs = TARGET_MS + HOUR_MS;
  assertEquals(await settleContests(world.context), { settled: 0, voided: 0, waiting: 1 });
  clock.nowMs = TARGET_MS + 7 * DAY_MS - 1;
  assertEquals(await settleContests(world.context), { settled: 0, voided: 0, waiting: 1 });
  clock.nowMs += 1;
  assertEquals(await settleContests(world.context), { settled: 0, voided: 1, waiting: 0 });
  assertEquals(await balances(db), {
    ann: ["100.00000000", "0.00000000"],
    bob: ["100.00000000", "0.00000000"],
  });
  const [state] = await readContestRounds(db, { limit: 1 });
  assertEquals(state!.settlement!.outcome, "void");
  assertEquals(
    state!.settlement!.reason,
    "The candle of the hour that was forecast has not come within seven days.",
  );
  await assertConserved(db);
  await world.candle(TARGET_MS, 101);
  assertEquals(await dueContestRounds(db, { nowMs: clock.nowMs }), []);
});

Deno.test("a candle that is corrected later changes no settled round", async () => {
  await using world = await contestWorld();
  const { db, clock } = world;
  await world.mint("100", "ann", "bob");
  await world.place("ann", "10", around(101));
  await world.place("bob", "10", around(90));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  clock.nowMs = TARGET_MS;
  await settleContests(world.context);
  const before = [await balances(db), await readContestRounds(db, { limit: 9 })];
  await world.candle(TARGET_MS, 90);
  clock.nowMs += HOUR_MS;
  assertEquals(await settleContests(world.context), { settled: 0, voided: 0, waiting: 0 });
  assertEquals([await balances(db), await readContestRounds(db, { limit: 9 })], before);
  const { settlement, round } = (await readContestRounds(db, { limit: 1 }))[0]!;
  assertEquals(settlement!.actualPrice, 101);
  const [ann, bob] = await readContestStakes(db, { roundId: round.id });
  assert(Number(ann!.payout) > 10 && Number(bob!.payout) < 10);
});
