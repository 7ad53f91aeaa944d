import { Migration } from "@mikro-orm/migrations";

const STATEMENTS = [
  `create table "risk_models" (
     "id" bigserial primary key,
     "document" text not null,
     "sha256" text not null,
     "features_version" integer not null,
     "transfers" integer not null,
     "trained_at" timestamptz not null
  )`,
  `alter table "risk_models"
     add constraint "risk_models_sha256_check" check (sha256 ~ '^[0-9a-f]{64}$')`,
];

/**
 * Ends a pending transfer as failed because of its risk: no coin moves. It sets `ledger.writer` as the
 * other functions of the ledger do, which its guards ask for.
 */
const REFUSE = `create function "ledger_refuse"(p_transaction uuid, p_code text, p_reason text,
    p_at timestamptz) returns jsonb
  language plpgsql security definer
  set search_path from current as $$
  declare v_row ledger_transactions;
  begin
    perform set_config('ledger.writer', 'on', true);
    update ledger_transactions set status = 'failed', failure_code = p_code,
      failure_reason = p_reason, finished_at = p_at
      where id = p_transaction and status = 'pending' returning * into v_row;
    perform set_config('ledger.writer', 'off', true);
    return case when v_row.id is not null then ledger_view(v_row) end;
  end $$`;

/** The ledger's own role has it where there is one; else the program, which may then write itself. */
const PRIVILEGES = `do $$
  begin
    if exists (select from pg_roles where rolname = 'ledger_writer') then
      execute format('grant usage, create on schema %I to ledger_writer', current_schema());
      grant select, update on ledger_transactions to ledger_writer;
      alter function ledger_refuse(uuid, text, text, timestamptz) owner to ledger_writer;
      execute format('revoke create on schema %I from ledger_writer', current_schema());
    end if;
  exception when insufficient_privilege then null;
  end $$`;

/** What usual transfers look like, as learnt from the ledger; and the refusal of a risky transfer. */
export class RiskMigration extends Migration {
  override up(): void {
    for (const statement of [...STATEMENTS, REFUSE, PRIVILEGES]) this.addSql(statement);
  }
}
