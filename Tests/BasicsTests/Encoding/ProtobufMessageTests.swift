import Basics
import Testing

/// Examples of the wire format from protobuf.dev/programming-guides/encoding.
struct ProtobufMessageTests {
  @Test func fieldsAreEncodedAsDocumented() {
    var message = ProtobufMessage()
    message.add(1, 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    var text = ProtobufMessage()
    text.add(2, "testing")
    #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
    var outer = ProtobufMessage()
    outer.add(3, message)
    #expect(outer.bytes == [0x1A, 0x03, 0x08, 0x96, 0x01])
    var negative = ProtobufMessage()
    negative.add(1, -2)
    #expect(
      negative.bytes == [0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])
    var far = ProtobufMessage()
    far.add(16, Float(1))
    #expect(far.bytes == [0x85, 0x01, 0, 0, 0x80, 0x3F])
  }
}
