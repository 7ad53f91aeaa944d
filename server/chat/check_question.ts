import { type Finding, findPersonalData, sanitize } from "./pii/find_personal_data.ts";
import { createTopicClassifier, type Topic } from "./topic/classify_topic.ts";

/** What the checks before an answer have found; nothing of it leaves the process. */
export interface CheckedQuestion {
  readonly topic: Topic;
  readonly findings: readonly Finding[];
  /** The question with what is personal replaced by its kind. */
  readonly sanitized: string;
}

const classify = lazily(createTopicClassifier);

/**
 * Checks the subject of a question, and whether it has personal data in it. Both are asked of every
 * question, so that a refusal can name the more serious of the two.
 */
export function checkQuestion(
  question: string,
  previousValid: boolean,
): CheckedQuestion {
  const findings = findPersonalData(question);
  const sanitized = sanitize(question, findings);
  return { topic: classify()(question, { previousValid }), findings, sanitized };
}

/** The classifier learns from its examples at the first question, not at import. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
