import { defineEntity, p } from "@mikro-orm/core";

const SettingSchema = defineEntity({
  name: "SettingEntity",
  tableName: "settings",
  properties: {
    name: p.text().primary(),
    value: p.json(),
    updatedAt: p.datetime().columnType("timestamptz"),
  },
});

/** A setting that an administrator changes while the server runs. */
export class SettingEntity extends SettingSchema.class {}
SettingSchema.setClass(SettingEntity);
