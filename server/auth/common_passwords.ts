/**
 * What is tried first, in lower case: the commonest of at least ten characters in leaked lists, and
 * words that become one with digits or signs around them. Runs of keys and repetitions are found by
 * rule.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  password passw0rd p@ssword p@ssw0rd pa55word passwort motdepasse contraseña wachtwoord parola senha
  letmein letmein123 letmeinnow welcome welcome123 changeme changeme123 changeit trustno1 iloveyou
  iloveyou1 iloveyou2 iloveyou123 iloveyousomuch loveyouforever administrator administrador admin root
  superuser sysadmin superadmin adminadmin rootroot testtest testing testing123 testpassword guest
  guestguest default defaultpassword secret secretpassword topsecret mysecret mypassword mypass
  yourpassword newpassword oldpassword userpassword adminpassword passwordpassword thisismypassword
  nopassword noaccess nothing temporary temppassword temp initial firstpassword login loginlogin master
  masterkey masterpassword access accessgranted opensesame qwerty qwertz azerty qwertyuiop qwerty123
  qwerty123456 qwerty12345 qwertyui asdfghjkl asdfghjklö zxcvbnm zxcvbnm123 asdfasdf asdf1234 1qaz2wsx
  1qaz2wsx3edc 1qazxsw2 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5
  q1w2e3r4t5y6 abc123 abcd1234 abcde12345 abcd12345 abc123456 abc1234567 a1b2c3d4 a1b2c3d4e5
  a123456789 a1234567890 aa123456789 1234567890 12345678910 123456789a 123456789q 0987654321
  1234554321 123454321 1122334455 11223344 112233445566 0123456789 01234567890 1029384756 123123123123
  123qweasd 123qweasdzxc qweasdzxc qwe123qwe 147258369 14725836900 789456123 789456123a 7894561230
  741852963 963852741 987654321a 159753456 159357456 147852369 3141592653 314159265358 2718281828
  football baseball basketball volleyball hockey soccer superman batman spiderman ironman starwars
  pokemon pikachu minecraft fortnite runescape counterstrike playstation nintendo callofduty
  manchester manutd liverpool chelsea arsenal barcelona realmadrid juventus bayern dortmund
  princess sunshine butterfly chocolate strawberry cheesecake blueberry watermelon pineapple
  unicorn rainbow flower flowers daisy diamond dragon monkey tigger shadow ninja samurai phoenix
  whatever blahblah blahblahblah freedom forever together friendship friends family mother father
  brother sister children babygirl babyboy sweetheart honeybunny darling angel angels
  jesus jesuschrist godisgood blessed christian hallelujah ilovegod jesus4ever
  michael jennifer jessica ashley michelle charlie jordan hunter thomas robert daniel matthew
  andrew joshua anthony christopher elizabeth alexander alexandra nicole samantha stephanie
  victoria katherine margaret patricia benjamin nicholas jonathan william richard george
  january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
  computer computer123 internet internet1 samsung apple google facebook instagram twitter linkedin
  microsoft windows linux ubuntu android iphone oracle cisco dell lenovo hewlett mustang mercedes
  ferrari porsche corvette harley harleydavidson yamaha kawasaki toyota honda chevrolet
  california newyork london paris berlin moscow america australia canada germany england
  bitcoin ethereum crypto cryptocurrency blockchain hodl tothemoon satoshi nakamoto satoshinakamoto
  binance coinbase dogecoin litecoin cardano solana ripple trading trader investor moneymoney money
  cryptoai crypto-ai crypto-ai-analysis dashboard
  fuckyou fuckyou123 motherfucker asshole bullshit pussycat blink182 metallica nirvana eminem
  slipknot greenday linkinpark ironmaiden beatles elvis
  helloworld hello hellohello hello123 goodbye goodmorning goodnight welcomehome lovelove
  abcdefg abcdefgh abcdefghij abcdef abcabc xxxxxx zzzzzz monkey123 dragon123 master123 shadow123
  football123 princess123 sunshine123 superman123 batman123 killer killer123 hacker hacker123
  `.trim().split(/\s+/),
);
