// Follows an event stream with a stock client and prints its members as JSON: {"id", "moment", "quads"}.
// node ldes.mjs ADDRESS [materialize]
import { intoConfig, replicateLDES } from 'ldes-client';

const [url, materialize] = process.argv.slice(2);
const client = replicateLDES(intoConfig({ url, materialize: materialize === 'materialize' }), 'ascending');
const reader = client.stream({ highWaterMark: 10 }).getReader();
const told = [];
for (let next = await reader.read(); !next.done; next = await reader.read()) {
  const { id, timestamp, quads } = next.value;
  told.push({
    id: id.value,
    moment: timestamp instanceof Date ? timestamp.toISOString() : String(timestamp),
    quads: quads.map((one) => [one.subject.value, one.predicate.value, one.object.value]),
  });
}
// The client keeps timers; it is ended when everything has been written.
process.stdout.write(JSON.stringify(told), () => process.exit(0));
