// Filters and sorts the list of articles. Without it the list stands in source order, whole.
const form = document.querySelector('form');
const list = document.querySelector('#list');
const told = document.querySelector('output');
const rows = [...list.children];
const words = rows.map((row) => row.textContent.toLowerCase());
const collator = new Intl.Collator(undefined, { numeric: true });
const value = (row, key) => Number(row.dataset[key]) || 0;
const orders = {
  source: null,
  title: (a, b) => collator.compare(a.querySelector('h3').textContent, b.querySelector('h3').textContent),
  date: (a, b) => collator.compare(b.dataset.date || '', a.dataset.date || ''),
  words: (a, b) => value(b, 'words') - value(a, 'words'),
  asked: (a, b) => value(b, 'asked') - value(a, 'asked'),
  seconds: (a, b) => value(b, 'seconds') - value(a, 'seconds'),
};
const kinds = {
  all: () => true,
  asked: (row) => value(row, 'asked') > 0,
  clear: (row) => row.dataset.state === 'built' && !value(row, 'asked'),
  other: (row) => row.dataset.state !== 'built',
};

function show() {
  const sought = form.elements.words.value.toLowerCase().split(/\s+/);
  const kind = kinds[form.elements.kind.value];
  let count = 0;
  rows.forEach((row, at) => {
    row.hidden = !(kind(row) && sought.every((word) => words[at].includes(word)));
    count += !row.hidden;
  });
  told.value = count === rows.length ? '' : `${count} of ${rows.length}`;
}

function sort() {
  const order = orders[form.elements.order.value];
  const sorted = order ? [...rows].sort(order) : rows;
  if (sorted.some((row, at) => row !== list.children[at])) list.append(...sorted);
}

form.hidden = false;
show(); // browsers keep what was chosen when a page is loaded again
sort();
form.addEventListener('submit', (event) => event.preventDefault());
form.elements.words.addEventListener('input', show);
form.elements.kind.addEventListener('change', show);
form.elements.order.addEventListener('change', sort);
