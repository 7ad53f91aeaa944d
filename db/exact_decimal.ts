import { Type } from "@mikro-orm/core";

/**
 * `NUMERIC` as an exact decimal string. MikroORM's own decimal type compares as float64 and so drops
 * an update that differs past 15 digits; this one compares the text.
 */
export class ExactDecimal extends Type<string, string> {
  override convertToJSValue(value: string): string {
    return value;
  }

  override compareAsType(): string {
    return "string";
  }

  override getColumnType(): string {
    return "numeric";
  }
}
