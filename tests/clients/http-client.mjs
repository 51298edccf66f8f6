// Asks the endpoint by sparql-http-client: node http-client.mjs ADDRESS; prints what each kind of query gave as JSON.
import SimpleClient from "sparql-http-client/SimpleClient.js";
import ParsingClient from "sparql-http-client/ParsingClient.js";

const [address] = process.argv.slice(2);
const GOAL = "http://metadata.un.org/sdg/ontology#Goal";
const rows = `SELECT ?goal ?name WHERE { ?goal a <${GOAL}> ; <http://purl.org/dc/terms/title> ?name }`;
const client = new ParsingClient({ endpointUrl: address });
const found = {};
for (const operation of ["get", "postUrlencoded", "postDirect"]) {
  const bindings = await client.query.select(rows, { operation });
  found[operation] = new Set(bindings.map((row) => row.goal.value)).size;
  found.languages = [...new Set(bindings.map((row) => row.name.language))].sort();
}
found.ask = await client.query.ask(`ASK { ?goal a <${GOAL}> }`);
found.construct = (await client.query.construct(`CONSTRUCT { ?g a <${GOAL}> } WHERE { ?g a <${GOAL}> }`)).size;
const answer = await new SimpleClient({ endpointUrl: address }).query.select("SELECT nonsense");
found.refused = [answer.status, answer.headers.get("content-type")];
console.log(JSON.stringify(found));
