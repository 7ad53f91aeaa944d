import { Expander } from "../../ui/Expander.tsx";

/** The rules of a round, in the words of someone who is about to stake on it. */
export function HowStakesWork() {
  return (
    <Expander title="How this is made">
      <dl class="facts">
        <dt>A round</dt>
        <dd>
          One coin, one hour, one kind of forecast. Entries close at the next full hour; the hour
          forecast is 24 hours later. Each person has one stake in a round. It cannot be changed,
          added to or taken back, and nobody sees what others said until entries close.
        </dd>
        <dt>Direction</dt>
        <dd>
          The probability that the close of the last hour is above the close of the hour at which
          entries closed. An unchanged price has not risen. The score is 1 − (p − y)², the Brier
          score turned round: 1 for certainty that came true, 0 for certainty that did not.
        </dd>
        <dt>Distribution</dt>
        <dd>
          A median and a range for 9 of 10 outcomes. The score is 1 less the distance between what
          was said and what came (CRPS over five quantiles, in logarithms of price), as a share of
          four usual daily moves. A usual move is what 9 of 10 days stayed within, over 90 days.
        </dd>
        <dt>The pool</dt>
        <dd>
          A stake m with score s pays m · (1 + s − S), where S is the mean score weighted by stake.
          What some gain is what others lose: nothing is added and no fee is taken. Nobody loses
          more than the stake or gains more than it. The expected payout is highest for whoever says
          what they believe, and spreading a stake over several names changes nothing (Lambert and
          others, 2008). Payouts are exact to 8 decimals; units that do not divide go to the largest
          remainders.
        </dd>
        <dt>The price</dt>
        <dd>
          Closed candles of the source named in the table, never provisional ones. Where one is
          missing the round waits; after seven days it is void and every stake comes back whole. A
          candle that is corrected later changes no settled round.
        </dd>
        <dt>Model and crowd</dt>
        <dd>
          The model is scored by the same rule on what it had sealed when entries closed, without a
          stake. It knows up to an hour more than people. The crowd is the mean of all forecasts
          weighted by stake, where there are two or more.
        </dd>
        <dt>Names</dt>
        <dd>
          Others see your user id on the leaderboard and in closed rounds only if you allow it on
          the Account page. Without that you are "Anonymous" there.
        </dd>
        <dt>Skill or luck</dt>
        <dd>
          Intervals count days, since the rounds of one day share a market. With fewer than 20 days,
          or where the interval of the difference to the model holds zero, the order says nothing
          about skill.
        </dd>
      </dl>
    </Expander>
  );
}
