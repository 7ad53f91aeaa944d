import type { Component } from "solid-js";

/** The groups of the sidebar, in its order. */
export const GROUPS = ["Market", "Forecasts", "Money", "System"] as const;
export type Group = typeof GROUPS[number];

/** What a page says about itself. Adding a page is adding a file to `pages/`. */
export interface PageInfo {
  /** Address, with `:name` for parameters. */
  readonly path: string;
  readonly title: string;
  /** Where it stands in the sidebar; pages without are reached by links only. */
  readonly nav?: { readonly group: Group; readonly icon: string; readonly order: number };
  /** Who finds it in the sidebar; everyone, where this is missing. */
  readonly audience?: "account" | "admin";
}

interface PageModule {
  readonly page: PageInfo;
  readonly Page: Component;
}

// Pages are small and come with the app; what weighs, the charting library, is loaded on demand.
const modules = import.meta.glob<PageModule>("./pages/*.tsx", { eager: true });

/** Every page, the catch-all last. */
export const pages: readonly PageModule[] = Object.values(modules).sort((left, right) =>
  Number(left.page.path.includes("*")) - Number(right.page.path.includes("*"))
);

/** The pages of one group, in order. */
export function pagesOf(group: Group): readonly PageInfo[] {
  return pages
    .map((module) => module.page)
    .filter((page) => page.nav?.group === group)
    .sort((left, right) => (left.nav?.order ?? 0) - (right.nav?.order ?? 0));
}
