// Asks Comunica: node comunica.mjs SOURCE QUERY; SOURCE is "sparql@ADDRESS" or the address of a document.
// Prints rows as JSON, each a mapping from variable to value; of a graph the number of its statements.
import { QueryEngine } from "@comunica/query-sparql";

const [source, query] = process.argv.slice(2);
const [kind, address] = source.startsWith("sparql@") ? ["sparql", source.slice(7)] : ["", source];
const engine = new QueryEngine();
const result = await engine.query(query, { sources: [kind ? { type: kind, value: address } : address] });
if (result.resultType === "quads") {
  console.log(JSON.stringify((await (await result.execute()).toArray()).length));
} else if (result.resultType === "boolean") {
  console.log(JSON.stringify(await result.execute()));
} else {
  const rows = await (await result.execute()).toArray();
  const plain = rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
  console.log(JSON.stringify(plain));
}
