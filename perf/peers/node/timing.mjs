/** The milliseconds of so many runs in a row, by the clock of Node.js or of a page. */
export async function time(run, count) {
  const ms = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run();
    ms.push(performance.now() - start);
  }

  return ms;
}
