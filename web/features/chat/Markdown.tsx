import { lexer, type Token, type Tokens } from "marked";
import { createMemo, For, Index, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { FactView } from "../../../server/chat/schema.ts";
import { plainText } from "./plain_text.ts";

type Facts = readonly FactView[];

/**
 * An answer as elements, from marked's tokens: nothing becomes HTML, so tags stay text. While it
 * streams, only its last block is drawn again. Links lead to facts alone.
 */
export function Markdown(props: { text: string; facts: Facts }) {
  const tokens = createMemo(() => lexer(props.text, { gfm: true }) as Token[]);
  return (
    <div class="markdown">
      <Index each={tokens()}>
        {(token) => {
          const same = (a: Token, b: Token) => a.raw === b.raw && a.type === b.type;
          const kept = createMemo(token, undefined, { equals: same });
          return <>{block(kept(), props.facts)}</>;
        }}
      </Index>
    </div>
  );
}

function block(token: Token, facts: Facts): JSX.Element {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
    case "paragraph":
      return (
        <p classList={{ strong: token.type === "heading" }}>{inline(token["tokens"], facts)}</p>
      );
    case "text":
      return <>{inline(token["tokens"] ?? [token], facts)}</>;
    case "code":
      return <pre tabIndex={0}><code>{token["text"]}</code></pre>;
    case "hr":
      return <hr />;
    case "blockquote":
      return (
        <blockquote>
          <For each={token["tokens"]}>{(inner: Token) => block(inner, facts)}</For>
        </blockquote>
      );
    case "list":
      return list(token as Tokens.List, facts);
    default:
      return <p>{token.raw}</p>;
  }
}

function list(token: Tokens.List, facts: Facts): JSX.Element {
  return (
    <Dynamic component={token.ordered ? "ol" : "ul"} start={Number(token.start) || undefined}>
      <For each={token.items}>
        {(item) => (
          <li>
            <For each={item.tokens}>{(inner) => block(inner, facts)}</For>
          </li>
        )}
      </For>
    </Dynamic>
  );
}

function inline(tokens: Token[] | undefined, facts: Facts): JSX.Element {
  return <For each={tokens ?? []}>{(token) => span(token, facts)}</For>;
}

function span(token: Token, facts: Facts): JSX.Element {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token["tokens"], facts)}</strong>;
    case "em":
      return <em>{inline(token["tokens"], facts)}</em>;
    case "del":
      return (
        <del class="struck" title="This number comes from no figure of this server.">
          {inline(token["tokens"], facts)}
          <span class="visually-hidden">(not in our figures)</span>
        </del>
      );
    case "codespan":
      return <code>{plainText(token["text"])}</code>;
    case "br":
      return <br />;
    case "link":
      return link(token as Tokens.Link, facts);
    case "escape":
      return <>{plainText(token["text"])}</>;
    case "text":
      return "tokens" in token && token["tokens"]
        ? inline(token["tokens"], facts)
        : <>{plainText(token["text"])}</>;
    default:
      return <>{token.raw}</>;
  }
}

/** A number leads to the page of its fact; any other link is its words alone. */
function link(token: Tokens.Link, facts: Facts): JSX.Element {
  const fact = facts.find(({ id }) => token.href === `fact:${id}`);
  if (fact === undefined) return inline(token.tokens, facts);
  return (
    <a class="fact" href={fact.href} title={`${fact.title}: ${fact.text}`}>
      {inline(token.tokens, facts)}
    </a>
  );
}
