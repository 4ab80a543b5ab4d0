"""Writes NIfTI and DICOM pictures of every supported kind with nibabel and pydicom, and compares what Roentgen reads.

    python Benchmarks/parity/clinical_formats.py FOLDER            writes the files and FOLDER/expected.json
    python Benchmarks/parity/clinical_formats.py FOLDER --swift    prints Tests/ImagingTests/Formats/ClinicalGoldens.swift

`expected.json` has for each file its size, the values that nibabel or pydicom reads (rescaled, in the order in which Roentgen
shows them) and, as samples, what a viewer shows (pydicom's apply_voi_lut, inverted for MONOCHROME1), scaled to the
depth. nibabel 5.4.2, pydicom 3.0.2, pylibjpeg 2.1.0.
"""
import base64, io, json, pathlib, sys, warnings, zlib

import nibabel as nib
import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_modality_lut, apply_voi_lut
from pydicom.sequence import Sequence
from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian,
                         ImplicitVRLittleEndian, JPEGBaseline8Bit, RLELossless)

warnings.filterwarnings("ignore")
W, H = 7, 5
random = np.random.default_rng(1)
cases = {}


def add(name, data, values, samples, bits, channels=1):
    values, samples = np.asarray(values, float), np.asarray(samples)
    cases[name] = dict(
        data=data, width=values.shape[1], height=values.shape[0], channels=channels, bits=bits,
        values=values.reshape(-1).tolist(), samples=samples.reshape(-1).tolist())


def scaled(values, black, white, bits):
    top = 2 ** bits - 1
    if white <= black:
        return np.zeros(np.shape(values), int)
    return np.floor(np.clip((values - black) / (white - black), 0, 1) * top + 0.5).astype(int)


# ---- NIfTI

def shown(array, affine=None, codes=False):
    """The order of docs/formats.md, by nibabel's own orientation tools: rows from the top, patient's right on the left."""
    array = np.squeeze(array)
    if array.ndim < 2:
        array = array.reshape(-1, 1)
    if affine is None or not codes or np.array_equal(np.sign(affine[:3, :3]), np.eye(3)):
        return np.flip(array.T, 1)  # CSI-Predictor
    (axis0, sign0), (axis1, sign1) = nib.io_orientation(affine)[:2]
    if sign0 > 0:
        array = np.flip(array, 0)
    if sign1 > 0:
        array = np.flip(array, 1)
    return array.T if axis0 < axis1 else array


def nifti(name, array, affine=None, order="<", slope=None, inter=0.0, qform=False, codes=True, packed=False, **fields):
    header = nib.Nifti1Header(endianness=order)
    if array.dtype.fields is None:
        header.set_data_dtype(array.dtype)
    image = nib.Nifti1Image(array, np.eye(4) if affine is None else affine, header, dtype=array.dtype)
    directions = np.eye(4) if affine is None else affine
    image.set_qform(directions, code=int(qform), update_affine=False)
    image.set_sform(directions, code=2 if affine is not None and codes and not qform else 0, update_affine=False)
    for key, value in fields.items():
        image.header[key] = value
    if slope is not None:
        image.header.set_slope_inter(slope, inter)
    data = bytearray(image.to_bytes())
    if slope is not None:  # to_bytes scales by itself: set the fields behind its back
        data[352:352 + array.size * array.dtype.itemsize] = array.astype(array.dtype.newbyteorder(order)).tobytes("F")
        data[112:120] = np.array([slope, inter], order + "f4").tobytes()
    data = bytes(data)
    back = nib.Nifti1Image.from_bytes(data)
    if array.dtype.fields is not None:
        fields_ = back.dataobj.get_unscaled()
        values = np.stack([shown(fields_[c], affine, codes or qform) for c in "RGB"], -1)
        add(name, zlib_gz(data) if packed else data, values, values, 8, 3)
        return
    values = shown(back.get_fdata(), affine, codes or qform)
    finite = values[np.isfinite(values)]
    bits = 8 if array.dtype.itemsize == 1 else 16
    if "cal_max" in fields:
        black, white = fields["cal_min"], fields["cal_max"]
    elif array.dtype in (np.uint8, np.uint16):
        s, i = (1, 0) if slope is None else (float(np.float32(slope)), float(np.float32(inter)))
        black, white = sorted([i, np.iinfo(array.dtype).max * s + i])
    else:
        black, white = finite.min(), finite.max()
    clean = np.nan_to_num(values, nan=black, posinf=white, neginf=black)
    add(name, zlib_gz(data) if packed else data, values, scaled(clean, black, white, bits), bits)


def zlib_gz(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def integers(dtype, low=None, high=None, shape=(W, H)):
    info = np.iinfo(dtype)
    low, high = info.min if low is None else low, info.max if high is None else high
    array = random.integers(low, high, shape, dtype, endpoint=True)
    array.flat[0], array.flat[1] = low, high
    return array


for kind in ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]:
    wide = np.dtype(kind).itemsize == 8
    limits = dict(low=0 if kind[0] == "u" else -2 ** 40, high=2 ** 40) if wide else {}
    for order in "<>":
        nifti(f"{kind}_{'le' if order == '<' else 'be'}.nii", integers(kind, **limits), order=order)
for kind in ["float32", "float64"]:
    for order in "<>":
        nifti(f"{kind}_{'le' if order == '<' else 'be'}.nii", random.normal(0, 50, (W, H)).astype(kind), order=order)
holes = random.normal(0, 1, (W, H)).astype("float32")
holes.flat[:4] = [np.nan, np.inf, -np.inf, 0]
nifti("float32_holes.nii", holes)
rgb = np.zeros((W, H), [("R", "u1"), ("G", "u1"), ("B", "u1")])
for c in "RGB":
    rgb[c] = integers("uint8")
nifti("rgb24.nii.gz", rgb, packed=True)
nifti("int16_packed.nii.gz", integers("int16"), packed=True)
nifti("uint8_packed.nii.gz", integers("uint8"), packed=True)
nifti("int16_slope.nii", integers("int16", 0, 4095), slope=0.5, inter=-1024.25)
nifti("uint8_slope.nii", integers("uint8"), slope=2.0, inter=10.0)
nifti("uint16_negative_slope.nii", integers("uint16"), slope=-1.0, inter=5.0, order=">")
nifti("int16_cal.nii", integers("int16", -1000, 1000), cal_min=-200.0, cal_max=600.0)
nifti("uint8_one_slice.nii", integers("uint8", shape=(W, H, 1)))
nifti("uint8_one_row.nii", integers("uint8", shape=(W, 1)))
nifti("uint8_first_axis_1.nii", integers("uint8", shape=(1, W, H)))
nifti("int16_constant.nii", np.full((W, H), 7, "int16"))
# Affines: columns are the directions of the stored axes in (right, front, head).
for name, columns in {
    "itk": [(-1, 0, 0), (0, -1, 0), (0, 0, 1)], "eye": [(2, 0, 0), (0, 2, 0), (0, 0, 2)],
    "las": [(-1, 0, 0), (0, 1, 0), (0, 0, 1)], "frontal_up": [(1, 0, 0), (0, 0, 1), (0, 1, 0)],
    "frontal_down": [(-1, 0, 0), (0, 0, -1), (0, 1, 0)], "frontal_turned": [(0, 0, 1), (1, 0, 0), (0, 1, 0)],
    "lateral": [(0, 1, 0), (0, 0, 1), (1, 0, 0)],
    "oblique": [(-0.9, 0.2, 0.1), (0.1, 0.3, -0.95), (0.2, 0.9, 0.3)],
}.items():
    affine = np.eye(4)
    affine[:3, :3] = np.array(columns, float).T
    nifti(f"affine_{name}.nii", integers("uint8", shape=(W, H, 1)), affine=affine)
    if name in ("frontal_up", "frontal_down", "itk"):
        nifti(f"affine_{name}_qform.nii", integers("uint8", shape=(W, H, 1)), affine=affine, qform=True)


# ---- DICOM

def dicom(name, array, syntax=ExplicitVRLittleEndian, photometric="MONOCHROME2", bits=None, bare=False, jpeg=None,
          planar=0, shift=0, tables=(), samples=None, values=None, turn=None, swap=False, split=False, **elements):
    data = Dataset()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    data.SOPInstanceUID = "1.2.3.4"
    data.StudyDate = "20200101"
    data.PatientName = "Nobody^Known"
    data.PatientID = "0815"
    private = Dataset()  # sequences before the pixels must be passed over
    private.CodeValue = "1"
    data.ProcedureCodeSequence = Sequence([private, Dataset()])
    data.ProcedureCodeSequence.is_undefined_length = True
    height, width = array.shape[:2]
    signed = array.dtype.kind == "i"
    bits = bits or 8 * array.dtype.itemsize
    data.Rows, data.Columns = height, width
    data.SamplesPerPixel = 1 if array.ndim == 2 else 3
    if array.ndim == 3:
        data.PlanarConfiguration = planar
    data.PhotometricInterpretation = photometric
    data.BitsAllocated = 8 * array.dtype.itemsize
    data.BitsStored = bits
    data.HighBit = bits - 1 + shift
    data.PixelRepresentation = int(signed)
    for key, value in elements.items():
        setattr(data, key, value)
    for table in tables:
        table(data)
    stored = array.astype(np.int64)
    raw = ((stored & (2 ** bits - 1)) << shift).astype(f"u{array.dtype.itemsize}")
    if array.ndim == 3 and planar:
        raw = raw.transpose(2, 0, 1)
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    pixels = raw.astype(raw.dtype.newbyteorder(order)).tobytes()
    if jpeg is not None:
        data.PixelData = encapsulate([jpeg], fragments_per_frame=3 if split else 1)
        data["PixelData"].is_undefined_length = True
    elif syntax == RLELossless:
        data.PixelData = pixels
    else:
        if len(pixels) % 2:
            pixels += b"\0"
        if swap:
            pixels = np.frombuffer(pixels, "<u2").astype(">u2").tobytes()
        data.PixelData = pixels
    data["PixelData"].VR = "OB" if (array.dtype.itemsize == 1 and not swap) or jpeg is not None else "OW"
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = syntax
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    if syntax == RLELossless:
        data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        data.compress(RLELossless, generate_instance_uid=False)
    output = io.BytesIO()
    if bare:
        del data.file_meta
        data.save_as(output, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=syntax != ExplicitVRBigEndian,
                     enforce_file_format=False)
    else:
        data.save_as(output, enforce_file_format=True)
    file = output.getvalue()
    back = pydicom.dcmread(io.BytesIO(file), force=True)
    if bare:
        back.file_meta = FileMetaDataset()
        back.file_meta.TransferSyntaxUID = syntax
    if jpeg is not None:  # pylibjpeg rounds and enlarges colours in another way than libjpeg-turbo: compare with the same
        read = np.asarray(Image.open(io.BytesIO(jpeg)))
    elif shift:  # pydicom 3 does not look at HighBit
        read = array
    else:
        read = back.pixel_array
    if back.SamplesPerPixel == 3:
        add(name, file, read, read, 8, 3)
        cases[name]["tolerance"] = 1 if photometric == "YBR_FULL" else 0
        return
    if photometric == "PALETTE COLOR":
        read = pydicom.pixels.apply_color_lut(read, back)
        depth = 16 if read.dtype.itemsize == 2 else 8
        add(name, file, read, read, depth, 3)
        return
    rescaled = apply_modality_lut(read, back)
    low, high = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if signed else (0, 2 ** bits - 1)
    if jpeg is not None:
        low, high = 0, 255
    slope, inter = float(back.get("RescaleSlope", 1)), float(back.get("RescaleIntercept", 0))
    ends = sorted([low * slope + inter, high * slope + inter])
    if "ModalityLUTSequence" in back:
        ends = [0, 2 ** back.ModalityLUTSequence[0].LUTDescriptor[2] - 1]
    if "WindowCenter" in back:
        voi = apply_voi_lut(rescaled, back, prefer_lut=False)
        if "RescaleSlope" not in back:  # pydicom's output range: that of the bits, rescaled
            ends_out = [low, high]
        else:
            ends_out = ends
        picture, depth = scaled(voi, ends_out[0], ends_out[1], 16), 16
    elif "VOILUTSequence" in back:
        voi = apply_voi_lut(rescaled, back)
        picture, depth = scaled(voi, 0, 2 ** back.VOILUTSequence[0].LUTDescriptor[2] - 1, 16), 16
    else:
        depth = 16 if ends[1] - ends[0] > 255 else 8
        picture = scaled(rescaled, ends[0], ends[1], depth)
    if photometric == "MONOCHROME1":
        picture = 2 ** depth - 1 - picture
    if turn:
        picture = turn(picture)
    add(name, file, rescaled, picture, depth)
    cases[name]["tolerance"] = 1 if depth == 16 else 0


def jpeg(array, **options):
    output = io.BytesIO()
    Image.fromarray(array).save(output, "JPEG", quality=90, **options)
    data = output.getvalue()
    return data + b"\0" * (len(data) % 2)


def grey(dtype="uint16", bits=None, shape=(H, W)):
    info = np.iinfo(dtype)
    if bits is None:
        return integers(dtype, shape=shape)
    low, high = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if info.min < 0 else (0, 2 ** bits - 1)
    return integers(dtype, low, high, shape)


for syntax, short in [(ExplicitVRLittleEndian, "explicit"), (ImplicitVRLittleEndian, "implicit"),
                      (ExplicitVRBigEndian, "big"), (DeflatedExplicitVRLittleEndian, "deflated"), (RLELossless, "rle")]:
    dicom(f"{short}_u8.dcm", grey("uint8"), syntax)
    dicom(f"{short}_i8.dcm", grey("int8"), syntax)
    dicom(f"{short}_u12.dcm", grey("uint16", 12), syntax, bits=12)
    dicom(f"{short}_i12.dcm", grey("int16", 12), syntax, bits=12)
    dicom(f"{short}_u16.dcm", grey("uint16"), syntax)
    dicom(f"{short}_i16.dcm", grey("int16"), syntax)
    dicom(f"{short}_rgb.dcm", grey("uint8", shape=(H, W, 3)), syntax, photometric="RGB")
dicom("u32.dcm", grey("uint32"))
dicom("big_u8_words.dcm", grey("uint8", shape=(H, W + 1)), ExplicitVRBigEndian, swap=True)
dicom("rgb_planar.dcm", grey("uint8", shape=(H, W, 3)), photometric="RGB", planar=1)
dicom("ybr.dcm", grey("uint8", shape=(H, W, 3)), photometric="YBR_FULL")
for syntax, short in [(ExplicitVRLittleEndian, "explicit"), (ImplicitVRLittleEndian, "implicit"),
                      (ExplicitVRBigEndian, "big")]:
    dicom(f"bare_{short}.dcm", grey("uint16", 12), syntax, bits=12, bare=True)
dicom("monochrome1.dcm", grey("uint16", 12), bits=12, photometric="MONOCHROME1")
dicom("monochrome1_u8.dcm", grey("uint8"), photometric="MONOCHROME1")
dicom("window.dcm", grey("uint16", 12), bits=12, WindowCenter=[2000, 1000], WindowWidth=[1500, 4000])
dicom("window_inverted.dcm", grey("uint16", 12), bits=12, photometric="MONOCHROME1", WindowCenter=2000.5, WindowWidth=777)
dicom("window_exact.dcm", grey("uint16", 12), bits=12, WindowCenter=2000, WindowWidth=1500, VOILUTFunction="LINEAR_EXACT")
dicom("window_sigmoid.dcm", grey("uint16", 12), bits=12, WindowCenter=2000, WindowWidth=1500, VOILUTFunction="SIGMOID")
dicom("rescale.dcm", grey("uint16", 12), bits=12, RescaleSlope=2, RescaleIntercept=-1024)
dicom("rescale_window.dcm", grey("int16", 12), bits=12, RescaleSlope="0.5", RescaleIntercept="-100.25", WindowCenter=40,
      WindowWidth=400)
dicom("rescale_negative.dcm", grey("uint16", 12), bits=12, RescaleSlope=-1, RescaleIntercept=4095)
dicom("high_bit.dcm", grey("uint16", 12), bits=12, shift=4)
dicom("mirrored.dcm", grey("uint16", 12), bits=12, PatientOrientation=["R", "F"], turn=lambda p: np.flip(p, 1))
dicom("upside_down.dcm", grey("uint16", 12), bits=12, PatientOrientation=["L", "H"], turn=lambda p: np.flip(p, 0))
dicom("usual_orientation.dcm", grey("uint16", 12), bits=12, PatientOrientation=["L", "F"])


def palette(bits):
    def set_tables(data):
        for colour in ["Red", "Green", "Blue"]:
            setattr(data, f"{colour}PaletteColorLookupTableDescriptor", [200, 10, bits])
            table = random.integers(0, 2 ** bits, 200).astype(f"u{bits // 8}")
            setattr(data, f"{colour}PaletteColorLookupTableData", table.tobytes())
    return set_tables


dicom("palette16.dcm", grey("uint8"), photometric="PALETTE COLOR", tables=[palette(16)])
dicom("palette8.dcm", grey("uint8"), photometric="PALETTE COLOR", tables=[palette(8)])


def table(sequence, first, bits, count):
    def set_table(data):
        item = Dataset()
        item.LUTDescriptor = [count, first, bits]
        item.LUTData = (np.sort(random.integers(0, 2 ** bits, count))).astype("<u2").tobytes()
        item["LUTData"].VR = "OW"
        if sequence == "ModalityLUTSequence":
            item.ModalityLUTType = "US"
        setattr(data, sequence, Sequence([item]))
    return set_table


dicom("voi_table.dcm", grey("uint16", 12), bits=12, tables=[table("VOILUTSequence", 100, 12, 3000)])
dicom("modality_table.dcm", grey("uint16", 8), bits=8, tables=[table("ModalityLUTSequence", 0, 16, 256)])
side = 24
yy, xx = np.mgrid[:side, :side]
smooth = (100 + 60 * np.sin(xx / 5) + 50 * np.cos(yy / 7)).astype("uint8")
colour = np.stack([smooth, smooth.T, 255 - smooth], -1)
dicom("jpeg_grey.dcm", smooth, JPEGBaseline8Bit, jpeg=jpeg(smooth))
dicom("jpeg_fragments.dcm", smooth, JPEGBaseline8Bit, jpeg=jpeg(smooth), split=True)
dicom("jpeg_monochrome1_window.dcm", smooth, JPEGBaseline8Bit, jpeg=jpeg(smooth), photometric="MONOCHROME1",
      WindowCenter=120, WindowWidth=100)
dicom("jpeg_ybr.dcm", colour, JPEGBaseline8Bit, photometric="YBR_FULL_422", jpeg=jpeg(colour, subsampling=1))
dicom("jpeg_rgb.dcm", colour, JPEGBaseline8Bit, photometric="RGB", jpeg=jpeg(colour, subsampling=0, keep_rgb=True))

if "--swift" in sys.argv:
    kept = sys.argv[sys.argv.index("--swift") + 1:]
    print("/// Files of nibabel 5.4.2 and pydicom 3.0.2 and what these read in them: zlib, base64.")
    print("///")
    print("/// Made by Benchmarks/parity/clinical_formats.py.")
    print("enum ClinicalGoldens {\n  static let all: [String: String] = [")
    for name in kept or cases:
        case = dict(cases[name], data=base64.b64encode(cases[name]["data"]).decode(), name=name)
        case["values"] = [None if not np.isfinite(v) else v for v in case["values"]]
        packed = zlib.compress(json.dumps(case).encode(), 9)
        print(f'    "{name}":\n      "{base64.b64encode(packed).decode()}",')
    print("  ]\n}")
else:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, case in cases.items():
        (folder / name).write_bytes(case.pop("data"))
    (folder / "expected.json").write_text(json.dumps(cases))
    print(len(cases), "files in", folder)
