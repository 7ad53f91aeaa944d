import type { Sql } from "../database.ts";
import type { ChainStep, LedgerProof } from "./check_proof.ts";

/** The last link of the chain, by which all before it are fixed. */
export interface ChainHead {
  readonly position: number;
  /** Hex. */
  readonly hash: string;
}

/** The newest link; `null` while there is none. */
export async function readChainHead(db: Sql): Promise<ChainHead | null> {
  const [head] = await db.sql<ChainHead>(
    `select position, encode(hash, 'hex') as hash from ledger_chain order by position desc limit 1`,
  );
  return head ?? null;
}

interface Link extends ChainStep {
  readonly text: string | null;
  readonly hash: string;
}

const GENESIS = "repeat('0', 64)";

const PROOF = `
  with recursive place as (select position from ledger_chain where transaction_id = $1),
  walk as (
    select max(c.position) as position from ledger_chain c where exists (select from place)
    union all
    select case when walk.position & (walk.position - 1) >= place.position
      then walk.position & (walk.position - 1) else walk.position - 1 end
    from walk, place where walk.position > place.position
  )
  select c.position, encode(c.leaf, 'hex') as leaf, encode(c.hash, 'hex') as hash,
    coalesce(encode(p.hash, 'hex'), ${GENESIS}) as previous,
    coalesce(encode(b.hash, 'hex'), ${GENESIS}) as back,
    case when c.transaction_id = $1 then (
      select ledger_transaction_text(t, string_agg(ledger_entry_text(e), E'\\n' order by e.id))
      from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
      where t.id = $1 group by t.*) end as text
  from walk join ledger_chain c on c.position = walk.position
  left join ledger_chain p on p.position = c.position - 1
  left join ledger_chain b on b.position = c.position & (c.position - 1)
  order by c.position desc`;

/**
 * Where a transaction stands in the chain, and the links that lead from there to the newest one, so
 * that anybody can recompute it with `sha256sum`. `null` until the chainer has come by.
 */
export async function readProof(db: Sql, transactionId: string): Promise<LedgerProof | null> {
  const links = await db.sql<Link>(PROOF, [transactionId]);
  const [head, own] = [links[0], links.at(-1)];
  if (head === undefined || own === undefined) return null;
  const toStep = ({ position, previous, back, leaf }: Link) => ({ position, previous, back, leaf });
  return {
    transactionId,
    ...{ position: own.position, text: own.text ?? "", previousHash: own.previous, hash: own.hash },
    head: { position: head.position, hash: head.hash },
    path: links.map(toStep),
  };
}
