// A page's threads as devtools sees them: the page itself, and each worker that it has begun.

/* A worker, with what a session of playwright's has: send, on, off. */
class Thread {
  last = 0;
  asked = new Map();
  heard = new Map();

  constructor(devtools, id, url) {
    [this.devtools, this.id] = [devtools, id];
    this.name = url.split('/').at(-1).replace(/-[^-]*$/, '');
  }

  send(method, params = {}) {
    const id = ++this.last;
    return new Promise((done, failed) => {
      this.asked.set(id, { done, failed });
      this.devtools.send('Target.sendMessageToTarget', { sessionId: this.id, message: JSON.stringify({ id, method, params }) }).catch(failed);
    });
  }

  on(event, take) {
    this.heard.set(event, take);
  }

  off(event) {
    this.heard.delete(event);
  }

  received({ id, method, params, result, error }) {
    if (method) return this.heard.get(method)?.(params);
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (error) asked?.failed(new Error(error.message));
    else asked?.done(result);
  }

  /* It has ended: nobody waits for it. */
  end() {
    for (const { failed } of this.asked.values()) failed(new Error(`${this.name} has ended`));
  }
}

export class Threads {
  workers = new Map();

  static async of(page) {
    const threads = new Threads();
    const devtools = await page.context().newCDPSession(page);
    threads.devtools = devtools;
    devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => threads.workers.set(sessionId, new Thread(devtools, sessionId, targetInfo.url)));
    devtools.on('Target.detachedFromTarget', ({ sessionId }) => {
      threads.workers.get(sessionId)?.end();
      threads.workers.delete(sessionId);
    });
    devtools.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => threads.workers.get(sessionId)?.received(JSON.parse(message)));
    await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return threads;
  }

  /* By name: "page", and workers as their files are called. */
  get all() {
    return [['page', this.devtools], ...[...this.workers.values()].map((thread) => [thread.name, thread])];
  }

  async end() {
    await this.devtools.detach();
  }
}
