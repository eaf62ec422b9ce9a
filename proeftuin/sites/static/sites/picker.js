// A map on which the place and the outline of a site are pointed at. It fills in the two text fields of the form,
// which stay the way for whoever uses no mouse or no JavaScript; the map itself also listens to the arrow keys.
(() => {
  "use strict";
  const box = document.querySelector("[data-picker]");
  if (!box) return;
  const TILE = 256, NEAREST = 19, FURTHEST = 8, WIDTH = 640, HEIGHT = 400, STEP = 80;
  const svg = box.querySelector("svg");
  const field = { place: document.getElementById("id_position"), outline: document.getElementById("id_outline") };
  const told = box.querySelector("[data-told]");
  let zoom = 9, centre = { lon: 4.2, lat: 51.02 }, place = null, corners = [], mode = "place";

  const side = () => TILE * 2 ** zoom;
  const toPixel = ({ lon, lat }) => ({
    x: ((lon + 180) / 360) * side(),
    y: ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side(),
  });
  const toPlace = ({ x, y }) => ({
    lon: (x / side()) * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / side()))) * 180) / Math.PI,
  });
  const corner = () => {
    const { x, y } = toPixel(centre);
    return { x: x - WIDTH / 2, y: y - HEIGHT / 2 };
  };
  const onMap = (spot) => {
    const { x, y } = toPixel(spot), left = corner();
    return { x: x - left.x, y: y - left.y };
  };

  const element = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  function tiles() {
    const left = corner(), found = [];
    for (let column = Math.floor(left.x / TILE); column * TILE < left.x + WIDTH; column += 1) {
      for (let row = Math.floor(left.y / TILE); row * TILE < left.y + HEIGHT; row += 1) {
        const href = `${box.dataset.picker}${zoom}/${column}/${row}.png`;
        found.push(element("image", { href, x: column * TILE - left.x, y: row * TILE - left.y, width: TILE, height: TILE }));
      }
    }
    return found;
  }

  function draw() {
    const drawn = tiles();
    if (corners.length) {
      const points = corners.map(onMap).map(({ x, y }) => `${x},${y}`).join(" ");
      drawn.push(element("polygon", { class: "sitemap__outline", points }));
      corners.map(onMap).forEach(({ x, y }) => drawn.push(element("circle", { class: "picker__corner", cx: x, cy: y, r: 4 })));
    }
    if (place) {
      const { x, y } = onMap(place);
      drawn.push(element("circle", { class: "sitemap__point", cx: x, cy: y, r: 8 }));
    }
    drawn.push(element("path", { class: "picker__cross", d: `M${WIDTH / 2 - 10} ${HEIGHT / 2}h20M${WIDTH / 2} ${HEIGHT / 2 - 10}v20` }));
    svg.replaceChildren(...drawn);
  }

  const round = (number) => Number(number.toFixed(6));

  function writePlace() {
    field.place.value = `${place.lat.toFixed(6)}, ${place.lon.toFixed(6)}`;
    told.textContent = field.place.value;
  }

  function writeOutline() {
    const ring = [...corners, ...corners.slice(0, 1)].map(({ lon, lat }) => [round(lon), round(lat)]);
    field.outline.value = corners.length < 3 ? "" : JSON.stringify({ type: "Polygon", coordinates: [ring] });
    told.textContent = `${told.dataset.told}: ${corners.length}`;
  }

  function point(spot) {
    if (mode === "place") {
      place = spot;
      writePlace();
    } else {
      corners.push(spot);
      writeOutline();
    }
    draw();
  }

  function zoomTo(level) {
    zoom = Math.min(NEAREST, Math.max(FURTHEST, level));
    draw();
  }

  function move(x, y) {
    const here = toPixel(centre);
    centre = toPlace({ x: here.x + x, y: here.y + y });
    draw();
  }

  function read() {
    const numbers = field.place.value.match(/^\s*(\d{2}[.,]\d+)[,;\s]+(\d[.,]\d+)\s*$/);
    if (numbers) place = { lat: Number(numbers[1].replace(",", ".")), lon: Number(numbers[2].replace(",", ".")) };
    try {
      const thing = JSON.parse(field.outline.value);
      const ring = thing.type === "Polygon" && thing.coordinates.length === 1 ? thing.coordinates[0] : [];
      if (ring.length && ring.every(([lon]) => Math.abs(lon) < 180)) corners = ring.slice(0, -1).map(([lon, lat]) => ({ lon, lat }));
    } catch {
      corners = [];
    }
    if (place || corners.length) [centre, zoom] = [place || corners[0], 17];
  }

  let start = null, moved = false;
  const at = (event) => {
    const bounds = svg.getBoundingClientRect();
    return { x: ((event.clientX - bounds.left) / bounds.width) * WIDTH, y: ((event.clientY - bounds.top) / bounds.height) * HEIGHT };
  };
  svg.addEventListener("pointerdown", (event) => {
    [start, moved] = [at(event), false];
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!start) return;
    const now = at(event);
    if (!moved && Math.hypot(now.x - start.x, now.y - start.y) < 5) return;
    moved = true;
    move(start.x - now.x, start.y - now.y);
    start = now;
  });
  svg.addEventListener("pointerup", (event) => {
    const left = corner(), now = at(event);
    if (start && !moved) point(toPlace({ x: left.x + now.x, y: left.y + now.y }));
    start = null;
  });
  svg.addEventListener("pointercancel", () => { start = null; });

  const keys = {
    ArrowLeft: () => move(-STEP, 0), ArrowRight: () => move(STEP, 0), ArrowUp: () => move(0, -STEP), ArrowDown: () => move(0, STEP),
    "+": () => zoomTo(zoom + 1), "=": () => zoomTo(zoom + 1), "-": () => zoomTo(zoom - 1), Enter: () => point(centre), " ": () => point(centre),
    Backspace: () => undo(),
  };
  svg.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  function undo() {
    if (!corners.length) return;
    corners.pop();
    writeOutline();
    draw();
  }

  const deeds = {
    in: () => zoomTo(zoom + 1), out: () => zoomTo(zoom - 1), undo,
    place: () => choose("place"), outline: () => choose("outline"),
  };
  function choose(which) {
    mode = which;
    box.querySelectorAll("[aria-pressed]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.deed === mode)));
  }
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-deed]");
    if (button) deeds[button.dataset.deed]();
  });

  read();
  box.hidden = false;
  draw();
})();
