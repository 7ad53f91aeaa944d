/** Words that a language has and English has not, and what to say to who speaks it. */
const LANGUAGES: readonly (readonly [words: RegExp, note: string])[] = [
  [
    /(?<!\p{L})(?:der|die|das|ist|wird|wie|welche[rs]?|warum|kostet|ich|und|nicht|heute|morgen|steht|kannst|soll|gerade|lohnt|mein[e]?)(?!\p{L})/giu,
    "Ich antworte auf Englisch.",
  ],
  [
    /(?<!\p{L})(?:el|los|las|es|qué|cuál|cuánto|por|está|va|mañana|hoy|precio|subir|debería|mis|más|puedes)(?!\p{L})|[¿¡]/giu,
    "Respondo en inglés.",
  ],
  [
    /(?<!\p{L})(?:le|les|est|quel(?:le)?s?|cours|pourquoi|demain|aujourd'hui|je|du|des|prix|monter|combien|dois|sera)(?!\p{L})/giu,
    "Je réponds en anglais.",
  ],
  [
    /(?<!\p{L})(?:il|gli|che|quanto|perché|domani|oggi|prezzo|della|è|sale|scende|vale)(?!\p{L})/giu,
    "Rispondo in inglese.",
  ],
  [
    /(?<!\p{L})(?:o|os|quanto|qual|hoje|amanhã|preço|você|está|não|vale|custa|subir)(?!\p{L})/giu,
    "Respondo em inglês.",
  ],
  [
    /(?<!\p{L})(?:ne|kadar|neden|fiyatı?|bugün|yarın|mi|mı|kaç|nasıl|düşüyor)(?!\p{L})/giu,
    "İngilizce yanıt veriyorum.",
  ],
  [
    /(?<!\p{L})(?:het|een|wat|hoe|waarom|morgen|vandaag|koers|stijgt|mijn)(?!\p{L})/giu,
    "Ik antwoord in het Engels.",
  ],
];
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "英語でお答えします。"],
  [/\p{Script=Han}/u, "我用英语回答。"],
  [/\p{Script=Hangul}/u, "영어로 답합니다."],
  [/\p{Script=Cyrillic}/u, "Отвечаю по-английски."],
  [/\p{Script=Arabic}/u, "أجيب بالإنجليزية."],
];
/** So many words of one language, and more than of any other, tell it. */
const LEAST = 2;

/** Says in the language of a question that it is answered in English; empty for English ones. */
export function languageNote(question: string): string {
  const script = SCRIPTS.find(([letters]) => letters.test(question));
  if (script !== undefined) return script[1];
  if (/\b(?:the|what|how|is|are|will|which|should|why|of|and)\b/i.test(question)) return "";
  const [best] = LANGUAGES.map(([words, note]) => ({
    note,
    count: new Set(question.toLowerCase().match(words) ?? []).size,
  })).sort((a, b) => b.count - a.count);
  return best!.count >= LEAST ? best!.note : "";
}
