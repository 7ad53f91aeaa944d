import { passesLuhn, passesMod11And10, passesVerhoeff, weightedSum } from "./checksums.ts";

/** Whether a number keeps the rules of the state that gave it; signs between its digits do not count. */
type Check = (text: string) => boolean;

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Day and month of the calendar, each in two digits. */
function isDay(day: string, month: string): boolean {
  return Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
}

/** Spain: DNI and NIE, by the letter modulo 23. */
export const isDni: Check = (text) => {
  const id = text.replaceAll("-", "").toUpperCase();
  const number = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return DNI_LETTERS[Number(number) % 23] === id.at(-1);
};

/** United Kingdom: NHS number, modulus 11. */
export const isNhs: Check = (text) => {
  const digits = digitsOf(text);
  const check = (11 - weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
  return check === Number(digits[9]);
};

/** Finland: by the sign modulo 31. */
export const isHetu: Check = (text) => {
  const number = Number(text.slice(0, 6) + text.slice(7, 10));
  return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31] === text[10];
};

/** Canada: social insurance number. */
export const isSin: Check = (text) => passesLuhn(digitsOf(text)) && !/^0{3}/.test(text);

/** Sweden: personnummer, with or without its century. */
export const isPersonnummer: Check = (text) => {
  const digits = digitsOf(text).slice(-10);
  return isDay(String(Number(digits.slice(4, 6)) % 60), digits.slice(2, 4)) && passesLuhn(digits);
};

/** Denmark: CPR number; its check digit is no longer kept to, so only the day is looked at. */
export const isCpr: Check = (text) => isDay(text.slice(0, 2), text.slice(2, 4));

/** Norway: fødselsnummer, two check digits. */
export const isFodselsnummer: Check = (text) => {
  const digits = digitsOf(text);
  return isDay(digits.slice(0, 2), digits.slice(2, 4)) &&
    weightedSum(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
};

/** Czechia and Slovakia: rodné číslo; women have 50 added to their month. */
export const isRodneCislo: Check = (text) => {
  const digits = digitsOf(text);
  const month = Number(digits.slice(2, 4)) % 50 % 20;
  return isDay(digits.slice(4, 6), String(month)) &&
    (digits.length === 9 || Number(digits) % 11 === 0);
};

/** Poland: PESEL; months carry the century. */
export const isPesel: Check = (text) =>
  isDay(text.slice(4, 6), String(Number(text.slice(2, 4)) % 20)) &&
  weightedSum(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;

/** Bulgaria: EGN. */
export const isEgn: Check = (text) =>
  isDay(text.slice(4, 6), String(Number(text.slice(2, 4)) % 20)) &&
  weightedSum(text, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 === Number(text[9]);

/** Romania: CNP. */
export const isCnp: Check = (text) => {
  const rest = weightedSum(text, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return isDay(text.slice(5, 7), text.slice(3, 5)) && (rest === 10 ? 1 : rest) === Number(text[12]);
};

/** Turkey: T.C. kimlik no, two check digits. */
export const isKimlik: Check = (text) => {
  const odd = weightedSum(text, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(text, [0, 1, 0, 1, 0, 1, 0, 1]);
  return (((odd * 7 - even) % 10) + 10) % 10 === Number(text[9]) &&
    weightedSum(text, new Array(10).fill(1)) % 10 === Number(text[10]);
};

/** Germany: tax number; Croatia: OIB. */
export const isMod11And10: Check = (text) => passesMod11And10(digitsOf(text));

/** France: NIR with its key, modulo 97; Corsica's departments have a letter. */
export const isNir: Check = (text) => {
  const plain = text.replace(/[\s.-]/g, "").toUpperCase();
  const number = plain.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97n - BigInt(number) % 97n === BigInt(plain.slice(13));
};

/** Netherlands: BSN; Portugal: NIF. Eleven divides the weighted sum. */
export const isBsn: Check = (text) =>
  weightedSum(digitsOf(text), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
export const isPortugueseNif: Check = (text) => {
  const rest = weightedSum(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return Number(text[8]) === (rest < 2 ? 0 : 11 - rest);
};

/** Belgium: national register number, modulo 97, born before or after 2000. */
export const isRegisterNumber: Check = (text) => {
  const digits = digitsOf(text);
  const check = (number: string) => 97 - Number(number) % 97 === Number(digits.slice(9));
  return check(digits.slice(0, 9)) || check(`2${digits.slice(0, 9)}`);
};

/** Brazil: CPF and CNPJ, two check digits each. */
export const isCpf: Check = (text) =>
  hasTwoChecks(digitsOf(text), [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
export const isCnpj: Check = (text) =>
  hasTwoChecks(digitsOf(text), [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);

/** The last two digits check those before them; the first weight is for the second check alone. */
function hasTwoChecks(digits: string, weights: readonly number[]): boolean {
  const check = (used: readonly number[]) => {
    const rest = weightedSum(digits, used) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  return check(weights.slice(1)) === Number(digits.at(-2)) &&
    check(weights) === Number(digits.at(-1)) &&
    !/^(\d)\1*$/.test(digits);
}

/** Chile: RUT, modulo 11 with K. */
export const isRut: Check = (text) => {
  const [number = "", check = ""] = text.replaceAll(".", "").toUpperCase().split("-");
  const digits = [...number].reverse().map(Number);
  const rest = 11 - digits.reduce((sum, digit, place) => sum + digit * (place % 6 + 2), 0) % 11;
  return check === (rest === 11 ? "0" : rest === 10 ? "K" : String(rest));
};

/** Argentina: CUIL and CUIT. */
export const isCuil: Check = (text) => {
  const digits = digitsOf(text);
  const rest = (11 - weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
  return rest === Number(digits[10]);
};

/** China: resident number, ISO 7064 mod 11-2 over a number with a day in it. */
export const isResidentNumber: Check = (text) => {
  const rest = weightedSum(text, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
  return /^(?:19|20)/.test(text.slice(6)) && isDay(text.slice(12, 14), text.slice(10, 12)) &&
    "10X98765432"[rest] === text[17]!.toUpperCase();
};

/** India: Aadhaar. */
export const isAadhaar: Check = (text) => passesVerhoeff(digitsOf(text));

/** Thailand, modulus 11. */
export const isThaiId: Check = (text) => {
  const digits = digitsOf(text);
  const rest = (11 - weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10;
  return rest === Number(digits[12]);
};

/** South Africa: a day of birth and Luhn. */
export const isSouthAfricanId: Check = (text) =>
  isDay(text.slice(4, 6), text.slice(2, 4)) && passesLuhn(text);

/** Australia: tax file number, Medicare card, business number. */
export const isTfn: Check = (text) =>
  weightedSum(digitsOf(text), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
export const isMedicare: Check = (text) => {
  const digits = digitsOf(text);
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]);
};
export const isAbn: Check = (text) => {
  const digits = digitsOf(text);
  const less = String(Number(digits[0]) - 1) + digits.slice(1);
  return weightedSum(less, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 === 0;
};

/** United States: number of a prescriber, by its last digit. */
export const isDea: Check = (text) => {
  const digits = digitsOf(text);
  return weightedSum(digits, [1, 2, 1, 2, 1, 2]) % 10 === Number(digits[6]);
};
