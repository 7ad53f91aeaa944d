/** How far something is; without a `share` it is under way, but nobody can say how far. */
export function Progress(props: { label: string; share: number | null }) {
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={props.share === null ? undefined : Math.round(props.share * 100)}
    >
      <div
        class="progress-bar"
        classList={{ "progress-unknown": props.share === null }}
        style={{ width: `${(props.share ?? 0.3) * 100}%` }}
      />
    </div>
  );
}
