import { Migration } from "@mikro-orm/migrations";

// Weights are noise to a compressor.
const FILES = [
  `create table "model_artifacts" (
     "model_id" text not null,
     "part" int not null,
     "bytes" bytea not null,
     primary key ("model_id", "part")
  )`,
  `alter table "model_artifacts" alter column "bytes" set storage external`,
  `alter table "model_artifacts" add constraint "model_artifacts_model_id_foreign"
     foreign key ("model_id") references "models" ("id") on update no action on delete cascade`,
];

// Not logged: a crash of the database empties it, and the next answer of the exchange says again what
// has been used.
const WEIGHTS = `create unlogged table "exchange_weights" (
  "host" text not null,
  "minute" bigint not null,
  "used" int not null,
  primary key ("host")
)`;

/** What several instances share: the files of models, and the weight that they use of an exchange. */
export class InstancesMigration extends Migration {
  override up(): void {
    for (const statement of [...FILES, WEIGHTS]) this.addSql(statement);
  }
}
