import { Match, Show, Switch } from "solid-js";
import type { DeliveryAnswer } from "../../../server/alerts/schema.ts";
import { CopyText } from "../../ui/form.tsx";
import { Expander } from "../../ui/Expander.tsx";
import { createDelivery } from "./alerts_data.ts";
import { PROVIDER_WORDS } from "./alert_words.ts";

/** Who carries messages and where those of the environment go, for administrators. */
export function Delivery() {
  const delivery = createDelivery(() => true);
  return (
    <Show when={delivery.data()}>
      {(known) => (
        <Expander title="How messages are carried">
          <p>
            SMS_PROVIDER is {known().provider}: messages go to {PROVIDER_WORDS[known().provider]}.
            {" "}
            <Destination known={known()} />
          </p>
          <Show when={known().webhook}>
            {(webhook) => (
              <p>
                Each request to {webhook().host} carries <code>x-alert-timestamp</code> and{" "}
                <code>x-alert-signature</code>: <code>v1=</code>{" "}
                and the HMAC-SHA-256 of the timestamp, a dot and the body. The key is these 64
                hexadecimal digits as 32 bytes:{" "}
                <CopyText text={webhook().secret} what="the secret of the webhook" />
              </p>
            )}
          </Show>
        </Expander>
      )}
    </Show>
  );
}

function Destination(props: { known: DeliveryAnswer }) {
  return (
    <Switch fallback={<>SMS_PHONE_NUMBER is not set, so the default rules have no number.</>}>
      <Match when={props.known.topic}>
        Those of the default rules are published to the topic of the environment.
      </Match>
      <Match when={props.known.provider === "console"}>
        Nobody is sent a text: it stands in the log, without any number.
      </Match>
      <Match when={props.known.destination_hint}>
        {(hint) => <>Those of the default rules go to the number ending in {hint().slice(-2)}.</>}
      </Match>
    </Switch>
  );
}
