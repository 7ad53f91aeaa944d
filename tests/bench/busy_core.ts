/** Keeps one core busy until it is killed, or for a minute. */
const endMs = Date.now() + 60_000;
let sum = 0;
while (Date.now() < endMs) {
  for (let place = 0; place < 1_000_000; place++) sum += Math.sqrt(place);
}
console.log(sum);
