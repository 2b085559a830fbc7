// The table in the browser: the tide, the picture as it changes, presses and forms without a
// reload. All words come from the page. Without this file everything works by reloading.

const find = id => document.getElementById(id);
const live = document.body.dataset.live;
let leaving = false; // this page's own form is on its way
let ahead = 0; // milliseconds by which the server's clock is ahead of this one

// The tide: it rises and never runs out. Minutes and half minutes; calm at zero; never over time.
function rise() {
  const timer = find('left');
  if (!timer) return;
  const { began, ends, stands } = timer.dataset;
  const left = (ends - Date.now() - ahead) / 1000;
  const gone = stands ? +stands : Math.min(100, 100 - (100000 * left) / Math.max(1, ends - began));
  if (!stands) timer.textContent = words(timer.dataset, left);
  timer.classList.toggle('calm', !stands && left <= 0);
  find('until').hidden = !stands && left <= 0;
  for (const bar of document.querySelectorAll('.pace progress')) bar.value = gone;
  for (const tide of document.querySelectorAll('.tide')) tide.setAttribute('stroke-dashoffset', 100 - gone);
}

const words = (said, left) =>
  left > 90 ? said.minutes.replace('#', Math.round(left / 60)) :
  left > 45 ? said.one : left > 20 ? said.half : left > 0 ? said.calm : said.zero;

// Make the old tree like the new one and leave alone what is the same: focus, folds and motion stay.
function paint(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(fresh);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const kept = old.nodeName === 'DETAILS' ? 'open' : '';
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== kept) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const next = [...fresh.childNodes];
  for (const extra of [...old.childNodes].slice(next.length)) extra.remove();
  next.forEach((node, place) => place < old.childNodes.length ? paint(old.childNodes[place], node) : old.append(node));
}

function show(news) {
  ahead = news.now - Date.now();
  if (news.page === undefined) return rise(); // only a sign of life
  if (news.page !== document.body.dataset.page) return elsewhere();
  if (news.season) return paintSeason(news);
  if (!news.html) return;
  const focus = document.activeElement, inside = find('card').contains(focus), turned = focus.closest('.turn');
  const fresh = document.createElement('template');
  fresh.innerHTML = news.html;
  paint(find('card'), fresh.content.firstElementChild);
  document.title = news.title;
  if (news.said) find('said').textContent = news.said;
  if (inside && !document.contains(focus)) (find(focus.id) || (turned && document.querySelector('.turn .button')) || find('who'))?.focus();
  rise();
}

// Between circles: when the next one is, whose turn, what is open. A form beside it stays as it is.
function paintSeason({ season, said }) {
  const fresh = document.createElement('template');
  fresh.innerHTML = season;
  if (find('season')) paint(find('season'), fresh.content.firstElementChild);
  if (said) find('said').textContent = said;
}

// Another circle, or none: come along, but never from a form that somebody is filling in.
function elsewhere() {
  const typing = document.querySelector('.touched');
  if (typing) find('moved').hidden = leaving;
  else if (!leaving) location.reload();
}

function tell(answer) {
  if (!find('answer')) return;
  find('answer').hidden = !answer;
  find('answered').innerHTML = answer || '';
}

// Send a form or a press; what comes back is an answer, a form (again), or nothing but the change.
async function send(url, body) {
  const answer = await fetch(url, { method: body ? 'POST' : 'GET', body, headers: { Accept: 'application/json' } }).catch(() => null);
  const said = answer && await answer.json().catch(() => null);
  if (!said) return tell(find('lost').outerHTML.replace('hidden', ''));
  if (said.form) return openPanel(said);
  find('panel')?.close();
  const sentence = document.createElement('p');
  sentence.textContent = said.error || '';
  tell(said.answer || (said.error && sentence.outerHTML));
}

function openPanel({ form, title, lead }) {
  const panel = find('panel');
  find('panel-title').textContent = title;
  find('panel-lead').textContent = lead;
  find('panel-form').innerHTML = form;
  if (!panel.open) panel.showModal();
  (panel.querySelector('[aria-invalid], .wrong input') || panel.querySelector('form :is(input:not([type=hidden]), textarea, select, button)') || find('panel-title')).focus();
}

// Whoever has the device next finds nothing of what was filled in.
document.addEventListener('close', event => { if (event.target.id === 'panel') find('panel-form').replaceChildren(); }, true);

document.addEventListener('submit', event => {
  const form = event.target, button = event.submitter;
  if (!find('panel') || form.closest('main')) return void (leaving = true); // goes as it is
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, button));
  const url = button?.formAction && button.hasAttribute('formaction') ? button.formAction : form.action;
  if (form.method === 'get') send(`${url}?${fields}`);
  else send(url, fields);
  if (form.id === 'say') form.reset();
  button?.closest('nav details, .above')?.removeAttribute('open');
});

document.addEventListener('input', event => event.target.form?.closest('main')?.classList.add('touched'));

document.addEventListener('click', event => {
  const { hide, close } = event.target.dataset;
  if (hide) find(hide).hidden = true;
  if (close) find(close).close();
});

// What unfolds is brought into view, and the facilitator's card folds by itself.
document.addEventListener('toggle', event => {
  const fold = event.target, seconds = fold.dataset.fold;
  if (fold.open) fold.scrollIntoView({ block: 'nearest' });
  clearTimeout(fold.folding);
  if (seconds && fold.open) fold.folding = setTimeout(() => fold.removeAttribute('open'), seconds * 1000);
}, true);

document.addEventListener('keydown', event => {
  const open = event.key === 'Escape' && event.target.closest?.('details[open]');
  if (open) { open.removeAttribute('open'); open.querySelector('summary').focus(); }
});

// The line to the server. The browser mends a broken one; after an answer that is no stream it gives
// up for good, so we ask again ourselves: after 3 seconds first, then less and less often.
const SOON = 3000, SELDOM = 30000;
let lost, wait = SOON;

function listen() {
  const line = new EventSource(live);
  line.onmessage = message => show(JSON.parse(message.data));
  line.onopen = () => { clearTimeout(lost); lost = 0; wait = SOON; find('lost').hidden = find('shut').hidden = true; };
  line.onerror = () => {
    lost ||= setTimeout(() => { find('lost').hidden = !find('shut').hidden; }, 3000);
    if (line.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, wait);
    wait = Math.min(2 * wait, SELDOM);
    why();
  };
}

// An event source does not tell why it was refused; a link that is dead has a sentence of its own.
async function why() {
  const stop = new AbortController();
  const answer = await fetch(live, { signal: stop.signal }).catch(() => null);
  stop.abort();
  if (answer?.status !== 403) return;
  find('lost').hidden = true;
  find('shut').hidden = false;
}

listen();
rise();
setInterval(rise, 1000);
