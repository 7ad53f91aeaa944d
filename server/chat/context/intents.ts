import type { Intent } from "./chat_context.ts";

/** Beside English some words of other languages, which are answered in English. */
const PATTERNS: readonly (readonly [Intent, RegExp])[] = [
  [
    "act",
    /^(?:please |can you |could you |now |also |and )*(?:(?:write|compose|sing|draw|tell me an?|make me an?|translate|give me an?)\b.*\b(?:poems?|haikus?|songs?|stor(?:y|ies)|jokes?|essays?|lyrics|code|scripts?|rap)|send|transfer|pay|stake|unstake|withdraw|move|set (?:up )?(?:an? |me |the )?(?:alert|rule|alarm|threshold)|(?:create|make|add|delete|remove|cancel|mute|stop|turn (?:on|off)|change|raise|lower)\b.*\b(?:alert|alerts|rule|rules|threshold|transfer|transaction|stake|key|keys|account|history|budget|password))\b/,
  ],
  [
    "act",
    /\b(?:buy|sell|trade|execute|place|open|close)\b.*\b(?:for me|on my behalf)\b|^(?:can|could|will) you (?:buy|sell|trade|execute|place)\b|^(?:please )?(?:delete|erase|clear|forget) (?:this|my|the) (?:conversation|chat|history|questions?)\b|\b(?:tell|show|give|print|reveal|what is|what's)\b.*\b(?:(?:admin|api) keys?|my password|passwords?|system prompt|instructions|your rules|environment variables?)\b/,
  ],
  [
    "alerts",
    /\b(?:my|any|our|the|active|open|recent) alerts?\b|\balerts? (?:do i|have i|are)\b|\bhow many alerts\b|\bmy (?:alert )?rules?\b/,
  ],
  [
    "wallet",
    /^(?!.*\b(?:should|how (?:do|can|to)|which|where do)\b).*\b(?:my|our|mine)\b.*\b(?:balance|wallet|coins?|stakes?|staked|holdings?|transactions?|transfers?|tbc|tb coin)\b|\bhow (?:many|much)\b.*\b(?:do i|have i|did i)\b.*\b(?:have|own|hold|staked?)\b|^(?:balance|wallet)\??$/,
  ],
  [
    "help",
    /\bwhat (?:else )?(?:can|could) (?:you|this|it) (?:do|tell|answer|help|know)|\bwhat do you (?:do|know)\??$|\bhow (?:can|do) you help|^(?:can you |please )?help(?: me)?(?: please)?[.!?]*$|\bwhat can i ask|\bcommands?\??$|^menu\??$|\bwas kannst du|\bqué puedes hacer|\bque peux-tu|\bcosa puoi fare|\bo que você pode/,
  ],
  [
    "record",
    /\b(?:track record|record|accura\w*|how (?:good|often|right|wrong|reliable|sure)|reliab\w*|trust\w*|hit rate|coverage|past (?:forecasts|predictions)|last (?:forecast|prediction)s?|turned? out|backtest\w*|(?:were|are) you (?:right|wrong|sure)|genau|zuverlässig|fiable)\b/,
  ],
  [
    "about",
    /\b(?:which|what|your|the) models?\b|\b(?:re)?trained?\b|\bdata source|\bsources? of\b|\bwhere (?:do|does|are) (?:you|your|the|these) (?:get|data|numbers|figures|prices|forecasts)|\bhow (?:old|fresh|current|recent|live) (?:is|are)|\blive or delayed|\bdelayed\b|\bhow (?:do|are) (?:you|the|your|these) (?:make|forecast|predict|work|forecasts|predictions|calculated|made)|\bneural|\blstm\b|\bgru\b|\bwho (?:made|built|runs|trained)|\bno edge\b|\bwhat (?:is|does) (?:an? |the |no )?(?:edge|naive forecast|confidence|range)/,
  ],
  [
    "advice",
    /\b(?:should (?:i|we|you|one)|would you (?:buy|sell|hold|invest)|is it (?:a )?(?:good|bad|safe|smart|wise|worth|too late|time)|good (?:time|moment|idea|buy|investment)|right (?:time|moment)|worth (?:buying|it|holding)|recommend\w*|advice|advise?|buy or sell|sell or hold|buy,? sell|hold or sell|buy the dip|invest (?:in|all|my)|take profits?|soll(?:te)? ich|lohnt sich|debería|recomiendas?|dois-je|devrais-je|dovrei|devo)\b/,
  ],
  ["forecast", /\b(?:worst|best)[- ]case\b/],
  ["correlation", /\bcorrelat\w*|\bmove together\b/],
  ["conversion", /\bhow many\b.*\b(?:is|are|in|for|per)\b.*\b(?:one|1|a)\b|\b\w+\/\w+ ratio\b/],
  [
    "comparison",
    /\b(?:compare\w*|comparison|versus|vs\.?|better than|difference between|which (?:one |of (?:them|these|the two) )?(?:is|has|was|looks) (?:\w+er|better|safer|riskier|more|less)|against (?:the )?(?:other|each)|vergleich\w*|compar[ae]\w*|outperform\w*|underperform\w*)\b/,
  ],
  [
    "reason",
    /\b(?:why|what (?:moved|moves|drove|drives|caused|explains|happened|made|is behind)|reasons?|because|how come|warum|wieso|weshalb|por qué|pourquoi|perché|por que|neden)\b/,
  ],
  [
    "top_list",
    /\b(?:top|best|strongest|winners?|gainers?|losers?|worst|weakest|perform(?:ers?|ing)|movers?|which (?:\d+ |two |three |five |ten )?(?:coins?|ones?|cryptos?|of (?:them|these))|what coins?|biggest|most|largest|highest|lowest|narrowest|widest|riskiest|safest|calmest|hottest|leaders?|list|rank(?:ing|ed)?|welche (?:münzen?|coins?)|qué (?:cripto)?monedas?|quelles? (?:crypto-?)?(?:monnaies?|cryptos?)|quali)\b|\bwhat's hot\b|\b(?:rose|fell|gained|lost|dropped|pumped|dumped|moved) (?:the )?(?:most|hardest)\b/,
  ],
  [
    "tendency",
    /\b(?:tendency|market (?:mood|trend|direction|sentiment)|bull(?:ish)?|bear(?:ish)?|how(?:'s| is| are)? the markets?|whole market|overall|market doing|everything|summary|sum up|overview|recap|update|report|tendance|tendencia|tendenz|sentiment|momentum|alt ?season|what changed|markt|mercado|marché)\b/,
  ],
  [
    "indicator",
    /\b(?:rsi|macd|bollinger|moving average|sma|ema|atr|indicators?|overbought|oversold|support|resistance|volatil\w*|technicals?|chart)\b/,
  ],
  [
    "forecast",
    /\b(?:will|predict\w*|forecast\w*|tomorrow|next|expect\w*|future|going to|reach\w*|outlook|target|go (?:up|down)|how (?:low|high|far) (?:can|could|will)|chance|probab\w*|likely|odds|rise|fall|rising|falling|up or down|edge|range|prognose|vorhersage|wird|steig\w*|fallen|fällt|mañana|morgen|demain|domani|sub(?:ir|e|irá)\w*|bajar\w*|monter|baisser|salir[áà]|vai subir)(?!\p{L})|上が|下が|涨|漲|跌|明日|明天|будет|вырас|упад|오를|내릴|전망|سوف/u,
  ],
  [
    "history",
    /\b(?:last|past|since|yesterday|ago|history|was|were|did|moved?|changed|performance|perform|all[- ]time|ath|drawdown|gestern|ayer|hier)\b/,
  ],
  [
    "price",
    /\b(?:price|prices|worth|cost|costs|trading at|trades? at|how much|value|quote|market ?cap\w*|volume|rank|now|precio|preis|kurs|prix|kostet|steht|cuesta|vale|coûte|cours|costa|prezzo|quanto|cuánto|fiyat\w*|marktkapitalisierung)\b|価格|値段|いくら|价格|價格|多少|цена|стоит|курс|가격|얼마|سعر/,
  ],
  ["history", /\b(?:change|high|low|peak|drops?|dropped|fell|rose|dip)\b/],
];

/** `\b` knows no letter with an accent: here it stands between a letter of any alphabet and none. */
const EDGE = "(?:(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])|(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_]))";

/** What kinds of questions are told by; looked for in this order in a text in lower case. */
export const INTENTS: readonly (readonly [Intent, RegExp])[] = PATTERNS.map((
  [intent, pattern],
) => [intent, new RegExp(pattern.source.replaceAll("\\b", EDGE), "u")]);
