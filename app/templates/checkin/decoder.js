// Decodes in a thread of its own: the page stays quick while a frame is read.
importScripts("{{ asset('vendor/zxing-reader.js') }}");

ZXingWASM.prepareZXingModule({
  overrides: { locateFile: () => "{{ asset('vendor/zxing_reader.wasm') }}" },
  fireImmediately: true,
});

const options = { formats: ["QRCode"], tryHarder: true, tryRotate: true, tryInvert: true, maxNumberOfSymbols: 1 };

onmessage = async ({ data }) => {
  const found = await ZXingWASM.readBarcodes(data, options).catch(() => []);
  postMessage(found[0]?.text ?? "");
};
