import { readBalance } from "../../../db/mod.ts";
import type { RequestContext } from "../../context.ts";
import { makeFact, type UnnamedFact } from "./fact_writer.ts";

/** What the asker holds: theirs alone, and only where they are signed in. */
export async function walletFacts(ctx: RequestContext): Promise<UnnamedFact[]> {
  const { userId } = ctx.actor;
  const source = { title: "Wallet", href: "/wallet", asOfMs: ctx.app.now() };
  if (userId === null) {
    return [makeFact([], source, () => "Nobody is signed in: there is no wallet to look at.")];
  }
  const balance = await readBalance(ctx.app.db, userId);
  if (balance === null) {
    return [makeFact([], source, () => "The wallet is empty: no coin was ever in it.")];
  }
  return [makeFact([], source, (write) => {
    write.plain(Number(balance.balance), "tbc");
    write.plain(Number(balance.stakedBalance), "tbc");
    return `The asker's own wallet: ${balance.balance} TBC available, ${balance.stakedBalance} TBC staked.`;
  })];
}
