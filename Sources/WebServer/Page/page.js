"use strict";
// Everything that comes from the server is put into the page as text, never as markup: no string is ever parsed as HTML here.

const words = {
  es: {
    title: "Pregunta a los documentos", lead: "La respuesta sale solo de los documentos indexados, con sus fuentes numeradas.",
    statusTitle: "Estado del bot", statusLead: "Este bot responde en Discord: menciónalo en un canal o usa un mensaje directo.",
    language: "Idioma", question: "Tu pregunta", placeholder: "Escribe una pregunta…", ask: "Preguntar", stop: "Detener",
    hint: "Intro envía · Mayús + Intro, nueva línea. Comprueba las fuentes antes de fiarte de una respuesta.",
    searching: "Buscando en los documentos…", sources: "Fuentes", others: "Otros pasajes encontrados", page: "pág.", open: "Abrir el documento",
    extracts: "Extractos", extractsWhy: "sin modelo de lenguaje: estos son los mejores pasajes", nothing: "No hay nada sobre esto en los documentos",
    by: "Escrito por", stopped: "Detenido.", untitled: "Documento sin título", lost: "Se perdió la conexión con el bot",
    lostWhy: "la respuesta se cortó", lostDo: "Comprueba que el proceso sigue en marcha y vuelve a preguntar.", passages: "fragmentos", index: "Índice",
    documents: "documentos", made: "creado", noIndex: "Todavía no hay índice", models: "Modelo de lenguaje",
    noModels: "Ninguno: las respuestas son extractos", source: "Origen del índice", noSource: "Sin origen", poll: "última consulta", discord: "Discord",
    off: "Apagado: no hay token", connecting: "Conectando…", connected: "Conectado", failed: "Sin conexión", embed: "vectores de", version: "Versión", uptime: "en marcha desde hace",
    unreachable: "El bot no responde", pinnedTo: "fijado a", trial: "a prueba hasta", recall: "de lo que encontraba el índice anterior encuentra",
    history: "Historia del índice", refusedIndexes: "Índices rechazados", detected: "detectado", installed: "descargado y probado", activated: "activado",
    refused: "rechazado", rolled_back: "retirado", withheld: "peor, pero se mantiene", damaged: "dañado en el disco", pruned: "borrado del disco",
  },
  pt: {
    title: "Pergunte aos documentos", lead: "A resposta vem apenas dos documentos indexados, com as fontes numeradas.",
    statusTitle: "Estado do bot", statusLead: "Este bot responde no Discord: mencione-o em um canal ou envie uma mensagem direta.",
    language: "Idioma", question: "Sua pergunta", placeholder: "Escreva uma pergunta…", ask: "Perguntar", stop: "Parar",
    hint: "Enter envia · Shift + Enter, nova linha. Confira as fontes antes de confiar em uma resposta.",
    searching: "Procurando nos documentos…", sources: "Fontes", others: "Outros trechos encontrados", page: "pág.", open: "Abrir o documento",
    extracts: "Trechos", extractsWhy: "sem modelo de linguagem: estes são os melhores trechos", nothing: "Não há nada sobre isso nos documentos",
    by: "Escrito por", stopped: "Parado.", untitled: "Documento sem título", lost: "A conexão com o bot caiu",
    lostWhy: "a resposta foi interrompida", lostDo: "Veja se o processo continua ativo e pergunte de novo.", passages: "trechos", index: "Índice",
    documents: "documentos", made: "criado em", noIndex: "Ainda não há índice", models: "Modelo de linguagem",
    noModels: "Nenhum: as respostas são trechos", source: "Origem do índice", noSource: "Sem origem", poll: "última consulta", discord: "Discord",
    off: "Desligado: não há token", connecting: "Conectando…", connected: "Conectado", failed: "Sem conexão", embed: "vetores de", version: "Versão", uptime: "ativo há",
    unreachable: "O bot não responde", pinnedTo: "fixado em", trial: "em teste até", recall: "do que o índice anterior encontrava, encontra",
    history: "História do índice", refusedIndexes: "Índices recusados", detected: "detectado", installed: "baixado e testado", activated: "ativado",
    refused: "recusado", rolled_back: "retirado", withheld: "pior, mas mantido", damaged: "danificado no disco", pruned: "apagado do disco",
  },
  en: {
    title: "Ask the documents", lead: "The answer comes from the indexed documents alone, with its sources numbered.",
    statusTitle: "State of the bot", statusLead: "This bot answers in Discord: mention it in a channel or send it a direct message.",
    language: "Language", question: "Your question", placeholder: "Ask a question…", ask: "Ask", stop: "Stop",
    hint: "Enter sends · Shift + Enter, new line. Check the sources before you rely on an answer.",
    searching: "Searching the documents…", sources: "Sources", others: "Other passages found", page: "p.", open: "Open the document",
    extracts: "Extracts", extractsWhy: "no language model: these are the best passages", nothing: "There is nothing about this in the documents",
    by: "Written by", stopped: "Stopped.", untitled: "Untitled document", lost: "The connection to the bot was lost",
    lostWhy: "the answer broke off", lostDo: "See whether the process is still running, and ask again.", passages: "passages", index: "Index",
    documents: "documents", made: "made", noIndex: "There is no index yet", models: "Language model",
    noModels: "None: answers are extracts", source: "Where the index comes from", noSource: "No source", poll: "last look", discord: "Discord",
    off: "Off: there is no token", connecting: "Connecting…", connected: "Connected", failed: "Not connected", embed: "vectors by", version: "Version", uptime: "up for",
    unreachable: "The bot does not answer", pinnedTo: "pinned to", trial: "on trial until", recall: "of what the index before it found it finds",
    history: "History of the index", refusedIndexes: "Refused indexes", detected: "detected", installed: "downloaded and probed", activated: "activated",
    refused: "refused", rolled_back: "taken back", withheld: "worse, but kept", damaged: "damaged on disk", pruned: "removed from disk",
  },
};

const id = (name) => document.getElementById(name);
let language = "en";
let status = null;
let running = null;
const turns = [];

/** An element with its class, text and children. */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const child of children) if (child !== null && child !== undefined && child !== "") element.append(child);
  return element;
}

const say = (key) => words[language][key];

function remembered(value) {
  // A page inside a frame may have no storage.
  try { return value ? localStorage.setItem("language", value) : localStorage.getItem("language"); } catch { return null; }
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  id("language").value = chosen;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  id("question").placeholder = say("placeholder");
  showStatus();
}

// --- Light Markdown: paragraphs, lists, headings, quotes, code, bold, italics, links, citations ---

function inline(text, cite) {
  const pieces = [];
  const pattern = /`([^`\n]+)`|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)([^*\n]+?)(?<=\S)\*|\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\](?!\()|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[1] !== undefined) pieces.push(make("code", "", match[1]));
    else if (match[2] !== undefined) pieces.push(make("strong", "", ...inline(match[2], cite)));
    else if (match[3] !== undefined) pieces.push(make("em", "", ...inline(match[3], cite)));
    else if (match[4] !== undefined) pieces.push(...cite(match[4].split(",").map(Number), match[0]));
    else pieces.push(link(match[6], match[5]) ?? match[0]);
  }
  pieces.push(text.slice(end));
  return pieces;
}

function link(address, text) {
  let url;
  try { url = new URL(address); } catch { return null; }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  const anchor = make("a", "", text);
  anchor.href = url.href;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  return anchor;
}

function markdown(text, cite) {
  const blocks = [];
  const lines = text.split("\n");
  const item = /^\s*(?:([-*+•])|(\d{1,3})[.)])\s+(.*)$/;
  let i = 0;
  while (i < lines.length) {
    const line = lines[i];
    if (/^\s*```/.test(line)) {
      const code = [];
      for (i += 1; i < lines.length && !/^\s*```/.test(lines[i]); i += 1) code.push(lines[i]);
      i += 1;
      blocks.push(make("pre", "", make("code", "", code.join("\n"))));
    } else if (line.trim() === "") {
      i += 1;
    } else if (item.test(line)) {
      const isNumbered = item.exec(line)[2] !== undefined;
      const list = make(isNumbered ? "ol" : "ul", "");
      if (isNumbered) list.start = Number(item.exec(line)[2]);
      for (let match; i < lines.length && (match = item.exec(lines[i])) && (match[2] !== undefined) === isNumbered; ) {
        let body = match[3];
        for (i += 1; i < lines.length && lines[i].trim() !== "" && /^\s/.test(lines[i]) && !item.test(lines[i]); i += 1) body += " " + lines[i].trim();
        list.append(make("li", "", ...inline(body, cite)));
        // One blank line between items does not end the list.
        if (lines[i]?.trim() === "" && item.test(lines[i + 1] ?? "")) i += 1;
      }
      blocks.push(list);
    } else if (/^#{1,6}\s/.test(line)) {
      blocks.push(make("h4", "", ...inline(line.replace(/^#+\s+/, ""), cite)));
      i += 1;
    } else if (/^\s*>/.test(line)) {
      const quote = [];
      for (; i < lines.length && /^\s*>/.test(lines[i]); i += 1) quote.push(lines[i].replace(/^\s*>\s?/, ""));
      blocks.push(make("blockquote", "", ...inline(quote.join("\n"), cite)));
    } else {
      const paragraph = make("p", "");
      for (let first = true; i < lines.length && lines[i].trim() !== "" && (first || !(item.test(lines[i]) || /^(\s*```|#{1,6}\s|\s*>)/.test(lines[i]))); i += 1, first = false) {
        if (!first) paragraph.append(make("br"));
        paragraph.append(...inline(lines[i], cite));
      }
      blocks.push(paragraph);
    }
  }
  return blocks;
}

// --- One question and its answer ---

class Turn {
  constructor(question) {
    this.question = question;
    this.text = "";
    this.passages = [];
    this.number = turns.push(this);
    this.label = make("p", "label", say("searching"));
    this.body = make("div", "text writing");
    this.sources = make("div", "sources");
    this.root = make("article", "turn", make("p", "asked", question), this.label, this.body, this.sources);
    id("talk").append(this.root);
    this.root.scrollIntoView({ block: "start" });
  }

  anchor(number) { return `source-${this.number}-${number}`; }

  cite(numbers, original) {
    if (!numbers.every((number) => this.passages.some((passage) => passage.number === number))) return [original];
    return numbers.map((number) => {
      const mark = make("a", "cite", String(number));
      mark.href = `#${this.anchor(number)}`;
      mark.title = this.passages.find((passage) => passage.number === number).title ?? "";
      mark.setAttribute("aria-label", `${say("sources")} ${number}`);
      return mark;
    });
  }

  render() { this.body.replaceChildren(...markdown(this.text, this.cite.bind(this))); }

  source(passage) {
    const pages = passage.page ? `${say("page")} ${passage.page}${passage.pageEnd && passage.pageEnd !== passage.page ? `–${passage.pageEnd}` : ""}` : "";
    const where = [pages, passage.section, passage.title && passage.source !== passage.title ? passage.source : ""].filter(Boolean).join(" · ");
    const name = make("span", "name", passage.title || passage.source || say("untitled"), where && make("span", "where", where));
    const details = make("details", "", make("summary", "", make("span", "number", String(passage.number)), name), make("p", "passage", passage.text));
    const open = passage.url && link(passage.url, say("open"));
    if (open) details.append(make("p", "open", open));
    const entry = make("li", "", details);
    entry.id = this.anchor(passage.number);
    return entry;
  }

  list(cited, revision) {
    const isCited = (passage) => cited === null || cited.includes(passage.number);
    const main = this.passages.filter(isCited), rest = this.passages.filter((passage) => !isCited(passage));
    const parts = [];
    if (main.length) parts.push(make("h3", "", `${say("sources")} · ${say("index")} `, make("code", "", short(revision))), make("ol", "", ...main.map((passage) => this.source(passage))));
    if (rest.length) parts.push(make("details", "others", make("summary", "", `${say("others")} (${rest.length})`), make("ol", "", ...rest.map((passage) => this.source(passage)))));
    this.sources.replaceChildren(...parts);
  }

  take(name, data) {
    if (name === "passages") {
      this.passages = data.passages;
      this.revision = data.revision;
      this.label.textContent = "";
    } else if (name === "text") {
      this.text += data.text;
      this.render();
    } else if (name === "done") {
      this.text = data.text;
      this.finished = true;
      this.render();
      this.list(data.cited, data.revision);
      const label = { model: [`${say("by")} ${data.model ?? ""}`], extracts: [make("strong", "", say("extracts")), ` · ${say("extractsWhy")}`], nothing_found: [make("strong", "", say("nothing"))] }[data.kind];
      this.label.replaceChildren(...(label ?? []));
    } else if (name === "error") {
      this.fail(data.what, data.reason, data.remedy);
    }
  }

  fail(what, reason, remedy) {
    this.finished = true;
    if (!this.text) this.label.textContent = "";
    const box = make("div", "failure", make("b", "", what), `${reason}. ${remedy}`);
    box.setAttribute("role", "alert");
    this.body.after(box);
  }

  end() {
    this.body.classList.remove("writing");
    if (!this.finished && this.passages.length) this.list(null, this.revision);
  }
}

/** Calls `take` with each event of a stream of server-sent events. */
async function events(stream, take) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    for (let end; (end = rest.indexOf("\n\n")) >= 0; rest = rest.slice(end + 2)) {
      let name = "message", data = "";
      for (const line of rest.slice(0, end).split("\n")) {
        if (line.startsWith("event: ")) name = line.slice(7);
        else if (line.startsWith("data: ")) data += line.slice(6);
      }
      if (data) take(name, JSON.parse(data));
    }
  }
}

async function ask(question) {
  const history = turns.filter((turn) => turn.finished && turn.text).slice(-6).map((turn) => ({ question: turn.question, answer: turn.text.slice(0, 4000) }));
  const turn = new Turn(question);
  running = new AbortController();
  busy(true);
  try {
    const answer = await fetch("api/chat", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ question, history }), signal: running.signal,
    });
    if (!answer.ok) {
      const told = await answer.json().catch(() => null);
      turn.fail(`HTTP ${answer.status}`, told?.error?.reason ?? answer.statusText, "");
    } else {
      await events(answer.body, (name, data) => turn.take(name, data));
      if (!turn.finished) turn.fail(say("lost"), say("lostWhy"), say("lostDo"));
    }
  } catch (error) {
    if (error.name === "AbortError") {
      turn.label.textContent = say("stopped");
    } else {
      turn.fail(say("lost"), say("lostWhy"), say("lostDo"));
    }
  }
  turn.end();
  running = null;
  busy(false);
}

function busy(isBusy) {
  id("talk").setAttribute("aria-busy", String(isBusy));
  id("send").hidden = isBusy;
  id("stop").hidden = !isBusy;
  if (!isBusy) id("question").focus({ preventScroll: true });
}

// --- The state of the bot ---

const short = (revision) => (/^[0-9a-f]{20,}$/.test(revision) ? revision.slice(0, 10) : revision);
const moment = (text) => { const date = new Date(text); return isNaN(date) ? text : date.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" }); };
const brief = (text) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
const amount = (number) => number.toLocaleString(language);

function duration(seconds) {
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const at = Math.max(parts.findIndex(([size]) => seconds >= size), 0);
  return parts.slice(seconds ? at : 3, at + 2).map(([size, unit], n) => `${Math.floor(n ? (seconds % parts[at][0]) / size : seconds / size)} ${unit}`).join(" ");
}

function card(state, title, value, ...lines) {
  return make("div", "card", make("h3", "", make("span", `dot ${state}`), title), make("p", "value", value), ...lines.filter(Boolean).map((line) => (typeof line === "string" ? make("p", "", line) : line)));
}

const trouble = (found) => (found ? [`${found.reason}.`, make("p", "remedy", found.remedy)] : []);

function showStatus() {
  if (status === null) return;
  const pill = id("index"), cards = id("status");
  const unreachable = status === false;
  const { index, source, discord, languageModels, missing, chat } = status || {};
  id("ask").hidden = !chat && !(unreachable && turns.length);
  pill.hidden = unreachable || !index || !chat;
  if (index) pill.replaceChildren(`${say("index")} `, make("b", "", short(index.revision)), make("span", "more", ` · ${amount(index.chunks)} ${say("passages")}`));
  id("intro").hidden = chat && turns.length > 0;
  id("intro").children[0].textContent = say(chat ? "title" : "statusTitle");
  id("intro").children[1].textContent = say(chat ? "lead" : "statusLead");
  if (unreachable) return cards.replaceChildren(card("bad", "Docent", say("unreachable")));
  const lack = (name) => missing.find((entry) => entry.name === name);
  const shown = [];
  if (!chat || !index) {
    shown.push(index
      ? card("good", say("index"), short(index.revision), `${amount(index.chunks)} ${say("passages")}${index.documents ? ` · ${amount(index.documents)} ${say("documents")}` : ""}`,
        `${say("made")} ${moment(index.createdAt)}`, `${say("embed")} ${index.embedModel}`, status.pinned && `${say("pinnedTo")} ${short(status.pinned.reference)}`,
        index.trialUntil && `${say("trial")} ${moment(index.trialUntil)}`, index.recall && `${say("recall")} ${Math.round(index.recall.sources * 100)} %`)
      : card("wait", say("index"), say("noIndex"), ...trouble(lack("index"))));
  }
  if (!chat || source?.trouble) {
    shown.push(card(source?.trouble ? "bad" : source ? "good" : "", say("source"), source?.address ?? say("noSource"), source?.lastPoll && `${say("poll")} ${moment(source.lastPoll)}`, ...trouble(source?.trouble)));
  }
  if (!chat) {
    shown.push(card({ connected: "good", connecting: "wait", failed: "bad", off: "" }[discord.state], say("discord"), say(discord.state), ...trouble(discord.trouble),
      discord.shards.length > 0 && discord.shards.map((shard) => `${shard.name} ${say(shard.state)}`).join(" · ")));
    shown.push(card(languageModels.length ? "good" : "wait", say("models"), languageModels[0] ?? say("noModels"), ...languageModels.slice(1)));
  }
  for (const entry of missing) if (!["index", "discord"].includes(entry.name)) shown.push(card("bad", entry.name, entry.reason, make("p", "remedy", entry.remedy)));
  const { history, refused } = status;
  if (refused.length) shown.push(card("bad", say("refusedIndexes"), String(refused.length), ...refused.slice(0, 3).map((entry) => `${short(entry.revision)} · ${moment(entry.time)} · ${brief(entry.reason)}`)));
  if (!chat && history.length) {
    const [last] = history, line = (event) => `${moment(event.time)} · ${short(event.revision)} ${say(event.kind)}${event.reason ? ` · ${brief(event.reason)}` : ""}`;
    shown.push(card("", say("history"), `${short(last.revision)} ${say(last.kind)}`, ...history.slice(0, 8).map(line)));
  }
  if (!chat) shown.push(card("good", say("version"), status.version, `${say("uptime")} ${duration(status.uptimeSeconds)}`));
  cards.replaceChildren(...shown);
}

async function look() {
  try {
    const answer = await fetch("api/status", { signal: AbortSignal.timeout(8000) });
    status = await answer.json();
  } catch {
    status = false;
  }
  showStatus();
  setTimeout(look, status && status.index ? 15000 : 2000);
}

id("language").addEventListener("change", (event) => { remembered(event.target.value); speak(event.target.value); });
id("stop").addEventListener("click", () => running?.abort());
id("question").addEventListener("input", (event) => { event.target.style.height = "auto"; event.target.style.height = `${event.target.scrollHeight}px`; });
id("question").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); id("ask").requestSubmit(); }
});
id("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const question = id("question").value.trim();
  if (!question || running) return;
  id("question").value = "";
  id("question").style.height = "auto";
  id("intro").hidden = true;
  ask(question);
});
// A citation opens the passage that it points to.
addEventListener("click", (event) => {
  const target = event.target.closest?.("a.cite") && document.getElementById(event.target.hash.slice(1));
  if (!target) return;
  for (let at = target.querySelector("details"); at; at = at.parentElement?.closest("details")) at.open = true;
});

const known = [remembered(), ...(navigator.languages ?? [])].map((name) => (name ?? "").slice(0, 2)).find((name) => name in words);
speak(known ?? "en");
look();
