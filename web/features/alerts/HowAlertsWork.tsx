import { createEffect } from "solid-js";
import type { RulesAnswer } from "../../../server/alerts/schema.ts";
import { Expander } from "../../ui/Expander.tsx";
import { alertsFinding, PROVIDER_WORDS } from "./alert_words.ts";

/** How it is decided what is told, and by whom messages are carried. */
export function HowAlertsWork(props: {
  readonly answer: RulesAnswer;
  readonly onFinding: (finding: string) => void;
}) {
  createEffect(() => props.onFinding(alertsFinding(props.answer)));
  return (
    <Expander title="How this is made">
      <p>
        Each hour, once its candles are there, every rule is held against them. What several coins
        do in the same hour comes as one message. Messages go out through{" "}
        {PROVIDER_WORDS[props.answer.provider]}. One that cannot be sent is tried again, ever more
        slowly, until it is too old to be of use. Where a provider took a message and its answer was
        lost, it may come twice, never more often.
      </p>
    </Expander>
  );
}
