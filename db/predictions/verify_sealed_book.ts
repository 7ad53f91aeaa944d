import type { Sql, TransactionalSql } from "../database.ts";
import { EXACT_DIGITS, GENESIS_HASH, PUBLICATION_HASH, ROW_HASH, ROW_HASHES } from "./seal.ts";

/** The first place, in the order of the chain, where the book is not what was sealed. */
export interface FirstWrong {
  readonly publicationId: number;
  /** `null`: the publication as a whole. */
  readonly symbol: string | null;
  /** One plain sentence. */
  readonly what: string;
}

export interface BookVerdict {
  readonly ok: boolean;
  readonly checked: { readonly publications: number; readonly predictions: number };
  /** Hash of the last publication; `null` for an empty book. */
  readonly head: string | null;
  readonly firstWrong?: FirstWrong;
}

interface Page {
  readonly id: number;
  readonly prevHash: string;
  readonly hash: string;
  readonly expectedHash: string;
  readonly forecasts: number;
  readonly found: number;
  readonly wrongSymbol: string | null;
}

/** Publications that are looked at in one statement. */
const PAGE_SIZE = 250;

const NEXT_PAGE = `
  with page as (
    select * from forecast_publications where id > $1 order by id limit ${PAGE_SIZE}
  ), sealed as (
    select d.publication_id, d.symbol, d.row_hash, ${ROW_HASH} as expected
    from (select p.*, c.symbol from predictions p join cryptocurrencies c on c.id = p.crypto_id
      where p.publication_id in (select id from page)) d
  ), rows as (
    select d.publication_id, count(*) as found, ${ROW_HASHES} as row_hashes,
      min(d.symbol) filter (where d.row_hash <> d.expected) as "wrongSymbol"
    from sealed d group by d.publication_id
  ), whole as (
    select page.*, coalesce(rows.row_hashes, '') as row_hashes, coalesce(rows.found, 0) as found,
      rows."wrongSymbol"
    from page left join rows on rows.publication_id = page.id
  )
  select p.id, p.prev_hash as "prevHash", p.hash, ${PUBLICATION_HASH} as "expectedHash", p.forecasts,
    p.found, p."wrongSymbol"
  from whole p order by p.id`;

/**
 * Proves that the book is as it was sealed: every forecast has the hash of its row, every publication
 * that of its header, its rows and the publication before it. What was cut off at the end leaves no
 * trace in a chain: compare `head` with one noted down before.
 */
export async function verifySealedBook(db: TransactionalSql): Promise<BookVerdict> {
  return await db.transaction(async (tx) => {
    // One moment of the book, written in the same digits wherever the server's settings differ.
    await tx.sql("set transaction isolation level repeatable read, read only");
    await tx.sql(EXACT_DIGITS);
    await tx.sql("set local statement_timeout = 0");
    return await walkChain(tx);
  });
}

async function walkChain(tx: Sql): Promise<BookVerdict> {
  let publications = 0;
  let predictions = 0;
  let last: Page | null = null;
  const verdict = () => ({ checked: { publications, predictions }, head: last?.hash ?? null });
  while (true) {
    const pages: Page[] = await tx.sql<Page>(NEXT_PAGE, [last?.id ?? 0]);
    for (const page of pages) {
      const firstWrong = judge(page, last);
      if (firstWrong !== null) return { ok: false, ...verdict(), firstWrong };
      publications += 1;
      predictions += page.found;
      last = page;
    }
    if (pages.length < PAGE_SIZE) return { ok: true, ...verdict() };
  }
}

function judge(page: Page, before: Page | null): FirstWrong | null {
  const publicationId = page.id;
  const wrong = (what: string, symbol: string | null = null) => ({ publicationId, symbol, what });
  if (page.wrongSymbol !== null) {
    return wrong("It is not what was sealed: its columns do not give its hash.", page.wrongSymbol);
  }
  if (page.prevHash !== (before?.hash ?? GENESIS_HASH)) {
    return wrong("It does not follow on the publication before it: one was removed or added.");
  }
  if (page.hash === page.expectedHash) return null;
  if (page.found !== page.forecasts) {
    return wrong(`It was sealed with ${page.forecasts} forecasts and has ${page.found}.`);
  }
  return wrong("Its header, or the hash of one of its forecasts, is not what was sealed.");
}
