'use strict';

// Search over an index that is loaded when somebody asks; the list of contents on narrow windows.
(() => {
  const root = document.currentScript.dataset.root;
  const most = 20;
  const form = document.querySelector('.search');
  const input = document.getElementById('search');
  const list = document.getElementById('found');
  const count = document.querySelector('.count');
  const menu = document.querySelector('.menu');
  const contents = document.getElementById('contents');

  document.documentElement.classList.add('scripted');
  form.hidden = false;

  menu.addEventListener('click', () => {
    const open = contents.classList.toggle('open');
    menu.setAttribute('aria-expanded', String(open));
  });

  // What is too wide is moved sideways, by keyboard as well.
  function mark() {
    for (const box of document.querySelectorAll('pre, .wide')) {
      box.toggleAttribute('tabindex', false);
      if (box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
      }
    }
  }
  mark();
  window.addEventListener('resize', mark);

  let loading = null;
  function index() {
    if (!loading) {
      loading = new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = root + 'search-index.js';
        script.onload = () => resolve(window.freshetIndex);
        script.onerror = () => reject(new Error('search-index.js is not beside these pages'));
        document.head.append(script);
      });
    }
    return loading;
  }

  // A word that begins as the term does is enough; in titles it counts most.
  function worth(entry, terms) {
    const [title, heading, , words] = entry;
    let sum = 0;
    for (const term of terms) {
      const begins = (text) => (' ' + text.toLowerCase()).match(new RegExp('[^\\p{L}\\p{N}]' + term, 'u'));
      const value = (begins(heading) ? 6 : 0) + (begins(title) ? 4 : 0) + (begins(words) ? 1 : 0);
      if (value === 0) {
        return 0;
      }
      sum += value;
    }
    return sum;
  }

  function show(entries, found) {
    list.replaceChildren(
      ...entries.map(([title, heading, address]) => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = root + address;
        link.append(heading || title);
        if (heading) {
          const where = document.createElement('small');
          where.append(title);
          link.append(where);
        }
        item.append(link);
        return item;
      }));
    list.hidden = entries.length === 0;
    count.textContent = found === 0 ? 'Nothing found' : found + ' found';
  }

  async function search() {
    const asked = input.value;
    const terms = asked.toLowerCase().split(/\s+/).filter(Boolean)
      .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    if (terms.length === 0) {
      show([], 0);
      count.textContent = '';
      return;
    }
    try {
      const entries = await index();
      if (input.value !== asked) {
        return;
      }
      const ranked = entries
        .map((entry) => [worth(entry, terms), entry])
        .filter(([value]) => value > 0)
        .sort((a, b) => b[0] - a[0]);
      show(ranked.slice(0, most).map(([, entry]) => entry), ranked.length);
    } catch (failure) {
      count.textContent = failure.message;
    }
  }

  function move(step) {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement) + step;
    (at < 0 ? input : links[Math.min(at, links.length - 1)] || input).focus();
  }

  input.addEventListener('input', search);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      list.hidden = true;
      input.focus();
    }
  });
  document.addEventListener('keydown', (event) => {
    const types = event.target instanceof HTMLInputElement;
    if (event.key === '/' && !types && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
