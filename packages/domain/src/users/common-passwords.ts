/**
 * Words and rows of keys that lists of leaked passwords begin with, lower case and without the digits people add.
 *
 * Longer passwords made of one of them and digits or signs count as common, too.
 */
const STEMS: readonly string[] = `
  aaaaaaaa abcabc abcd abcdef abcdefg abcdefgh access account adgjmptw administrator admin alexander amanda america
  andrea andrew angel angels anthony apple arsenal asdasd asdf asdfasdf asdfgh asdfghj asdfghjk asdfghjkl ashley asshole
  azerty azertyui azertyuiop babygirl backup bailey banana barcelona baseball basketball batman benjamin beautiful
  blahblah blink bond boomer brandon brother bubbles buster butterfly changeme changeit charlie cheese chelsea chicken
  chocolate chris cisco ciscocisco cocacola computer cookie corvette cowboy cowboys daniel danielle default demo
  dragon eagles elephant eminem enable enter everton explorer family ferrari fishing flower football forever freedom
  friends fuckoff fuckyou gandalf garfield george ginger google guest guitar hannah harley heather hello hellohello
  helpme hockey hunter iceman iloveu iloveyou internet jackson jasmine jennifer jessica jesus jonathan jordan joshua
  juniper junior justin killer letmein lakers liverpool login london loveme lovely maggie manager manchester marina
  marlboro martin master matrix matthew melissa merlin metallica michael michelle mickey midnight monitor monkey monster
  morgan mother mustang mynoob mypass naruto netbox network newyork nicole nothing oliver orange operator packers
  pass passpass passw passwd password passwort passphrase patrick peanut pepper phoenix pokemon princess private public
  purple qazwsx qazwsxedc qwaszx qwer qwert qwerty qwertyu qwertyui qwertyuiop qwertz qwertzui qweasd qweasdzxc rachel
  rainbow ranger rangers robert root router samantha samsung scooter secret secretsecret service shadow silver slipknot
  snoopy soccer softball spiderman starwars steelers steven success summer sunshine superman superuser support switch
  sysadmin system tigger temp temporary test testtest testing thomas thunder tinkerbell toor tomcat trustno trustnoone
  unknown user username victoria welcome welcomehome whatever william winter wizard yankees yellow zaq zaqwsx zxcv
  zxcvbn zxcvbnm plumbline spring autumn monday january february march april november december october september
`
  .trim()
  .split(/\s+/);

const KNOWN: ReadonlySet<string> = new Set(STEMS);

/** People write letters as signs that look like them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const plain = (text: string): string => text.replaceAll(/[013457@$!]/g, (sign) => LOOKALIKES[sign] ?? sign);

const isStep = (text: string, step: number): boolean =>
  [...text].every((sign, i) => i === 0 || (sign.codePointAt(0) ?? 0) - (text.codePointAt(i - 1) ?? 0) === step);

/** One sign again and again, a short group repeated, or a row such as 12345678 or hgfedcba. */
const isRow = (text: string): boolean =>
  /^(.{1,4})\1+$/u.test(text) || [1, -1].some((step) => isStep(text, step)) || /^1234567890\d*$/.test(text);

/** Whether a password is among those that are tried first: a common word, a row of keys, either with digits or signs around. */
export const isCommonPassword = (password: string): boolean => {
  const text = password.toLowerCase();
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const spelled = plain(text.replaceAll(/[\d\W_]+$/g, ''));
  return isRow(text) || [text, core, spelled, plain(text)].some((form) => KNOWN.has(form) || isDouble(form));
};

const isDouble = (text: string): boolean => {
  const half = text.slice(0, text.length / 2);
  return text.length % 2 === 0 && half + half === text && KNOWN.has(half);
};
