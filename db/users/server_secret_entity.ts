import { defineEntity, p } from "@mikro-orm/core";

const ServerSecretSchema = defineEntity({
  name: "ServerSecretEntity",
  tableName: "server_secrets",
  properties: {
    name: p.text().primary(),
    value: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
});

/** A secret that several instances on one database share. */
export class ServerSecretEntity extends ServerSecretSchema.class {}
ServerSecretSchema.setClass(ServerSecretEntity);
