/** Groups of inputs that a reader has a word for. */
export type FeatureGroup =
  | "momentum"
  | "volatility"
  | "volume"
  | "market"
  | "oscillators"
  | "calendar";

interface GroupRule {
  readonly group: FeatureGroup;
  /** Which features belong to it. */
  readonly members: RegExp;
  /** The feature that tells whether the group stands high or low; `null` where none does. */
  readonly leading: string | null;
}

/** The groups in order; every feature belongs to one. */
export const FEATURE_GROUPS: readonly GroupRule[] = [
  { group: "momentum", members: /^return_/, leading: "return_24h" },
  {
    group: "volatility",
    members: /^(?:range|bollinger_width|atr|volatility_ratio|log_volatility)$/,
    leading: null,
  },
  { group: "volume", members: /^volume_/, leading: "volume_zscore" },
  { group: "market", members: /^(?:market_|beta$)/, leading: "market_return_24h" },
  { group: "oscillators", members: /^(?:rsi|macd_|bollinger_percent_b$)/, leading: "rsi" },
  { group: "calendar", members: /^hour_of_week_/, leading: null },
];

/** The columns of one group in a feature matrix. */
export interface GroupColumns {
  readonly group: FeatureGroup;
  readonly columns: readonly number[];
  readonly leadingColumn: number | null;
}

/**
 * Where each group's features lie among `names`.
 *
 * @throws RangeError for a feature that belongs to no group: its effect would go unseen.
 */
export function groupColumns(names: readonly string[]): GroupColumns[] {
  const stray = names.find((name) => !FEATURE_GROUPS.some(({ members }) => members.test(name)));
  if (stray !== undefined) throw new RangeError(`Feature "${stray}" belongs to no group.`);
  return FEATURE_GROUPS.map(({ group, members, leading }) => {
    const place = leading === null ? -1 : names.indexOf(leading);
    return {
      group,
      columns: names.flatMap((name, column) => members.test(name) ? [column] : []),
      leadingColumn: place < 0 ? null : place,
    };
  });
}
